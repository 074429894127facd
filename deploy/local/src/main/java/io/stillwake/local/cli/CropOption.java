package io.stillwake.local.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code 1200x800+40+10}: width, height, left, top, in pixels of the upright photo. */
record CropOption(int width, int height, int x, int y) {

  static final class Converter implements ITypeConverter<CropOption> {
    private static final Pattern SHAPE =
        Pattern.compile("(\\d{1,5})x(\\d{1,5})\\+(\\d{1,5})\\+(\\d{1,5})");

    @Override
    public CropOption convert(String value) {
      Matcher matcher = SHAPE.matcher(value);
      if (!matcher.matches()) {
        throw new TypeConversionException(
            "'" + value + "' (expected: WIDTHxHEIGHT+LEFT+TOP, as 1200x800+40+10)");
      }
      return new CropOption(
          Integer.parseInt(matcher.group(1)),
          Integer.parseInt(matcher.group(2)),
          Integer.parseInt(matcher.group(3)),
          Integer.parseInt(matcher.group(4)));
    }
  }
}
