package io.stillwake.local.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code flow=120,840;600,910}: a motion and the line it goes along, in pixels. */
record StrokeOption(String motion, List<String> points) {

  void addTo(ObjectNode entry) {
    ArrayNode stroke = entry.putArray("stroke");
    for (String point : points) {
      int comma = point.indexOf(',');
      stroke
          .addArray()
          .add(Double.parseDouble(point.substring(0, comma)))
          .add(Double.parseDouble(point.substring(comma + 1)));
    }
  }

  static final class Converter implements ITypeConverter<StrokeOption> {
    private static final String NUMBER = "\\d+(\\.\\d+)?";
    private static final String POINT = NUMBER + "," + NUMBER;
    private static final Pattern POINTS = Pattern.compile(POINT + "(;" + POINT + ")+");

    @Override
    public StrokeOption convert(String value) {
      int equals = value.indexOf('=');
      String points = value.substring(equals + 1);
      if (equals < 1 || !POINTS.matcher(points).matches()) {
        throw new TypeConversionException(
            "'"
                + value
                + "' (expected: MOTION=x,y;x,y with two points or more, as flow=120,840;600,910)");
      }
      return new StrokeOption(
          value.substring(0, equals), Stream.of(points.split(";", -1)).toList());
    }
  }
}
