package io.stillwake.local.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code 768x512}, in pixels. */
record SizeOption(int width, int height) {

  static final class Converter implements ITypeConverter<SizeOption> {
    private static final Pattern SHAPE = Pattern.compile("(\\d{1,5})x(\\d{1,5})");

    @Override
    public SizeOption convert(String value) {
      Matcher matcher = SHAPE.matcher(value);
      if (!matcher.matches()) {
        throw new TypeConversionException("'" + value + "' (expected: WIDTHxHEIGHT, as 768x512)");
      }
      return new SizeOption(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }
  }
}
