package io.stillwake.local.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code water=lake.png@1,0}: a motion, where it is, and which way it goes if not its own. */
record MaskOption(String motion, Path file, Optional<Direction> direction) {

  static final class Converter implements ITypeConverter<MaskOption> {
    /** A name of a file may have an @, too; what a direction may be has a comma or no dot. */
    private static final Pattern SHAPE =
        Pattern.compile("([^=]+)=(.+?)(?:@([^@/.]+|[^@/]*,[^@/]*))?");

    @Override
    public MaskOption convert(String value) {
      Matcher matcher = SHAPE.matcher(value);
      if (!matcher.matches()) {
        throw new TypeConversionException(
            "'" + value + "' (expected: MOTION=FILE or MOTION=FILE@DX,DY, as water=lake.png@1,0)");
      }
      return new MaskOption(
          matcher.group(1),
          Path.of(matcher.group(2)),
          Optional.ofNullable(matcher.group(3)).map(Direction::parse));
    }
  }
}
