package io.stillwake.inference.media;

import io.stillwake.inference.media.FitSize.Size;
import io.stillwake.inference.media.SourceHeader.Crop;
import io.stillwake.inference.media.SourceHeader.Tiles;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes the filters that make the prepared picture of the decoded frames. */
final class DecodeGraph {

  /** The label of its only output: one frame of rgb24. */
  static final String RESULT = "[picture]";

  /** Exact arithmetic, so that all machines make the same picture. */
  private static final String SCALING =
      "flags=lanczos+accurate_rnd+full_chroma_int+full_chroma_inp+bitexact";

  /** What shows through where a picture is transparent. */
  enum Backdrop {
    WHITE,
    BLACK
  }

  private DecodeGraph() {}

  /**
   * @param orientation how to turn it
   * @param crop what to keep of it after turning
   * @param size what the kept part is scaled to
   */
  static String of(
      SourceHeader header, Orientation orientation, Crop crop, Size size, Backdrop backdrop) {
    return input(header, backdrop)
        + orientation.filters()
        + cropping(crop)
        + ",scale=%d:%d:%s,format=rgb24".formatted(size.width(), size.height(), SCALING)
        + RESULT;
  }

  /** From the decoded frames to one opaque frame of planar RGB. */
  private static String input(SourceHeader header, Backdrop backdrop) {
    if (!header.alpha()) {
      return decoded(header, "gbrp");
    }
    return "color=%s:%dx%d,format=gbrp[backdrop];"
            .formatted(backdrop.name().toLowerCase(Locale.ROOT), header.width(), header.height())
        + decoded(header, "gbrap")
        + "[color];[backdrop][color]overlay=format=gbrp";
  }

  private static String decoded(SourceHeader header, String pixelFormat) {
    String toRgb = "scale=" + SCALING + ",format=" + pixelFormat;
    if (header.tiles().isEmpty()) {
      return "[0:v:0]" + toRgb;
    }
    Tiles tiles = header.tiles().get();
    String color = stacked(tiles.items(), tiles.columns()) + toRgb + cropping(tiles.crop());
    if (!header.alpha()) {
      return color;
    }
    return stacked(tiles.alphaItems(), tiles.columns())
        + "format=gray"
        + cropping(tiles.crop())
        + "[alpha];"
        + color
        + "[opaque];[opaque][alpha]alphamerge";
  }

  /** ffmpeg composes a grid by itself only when it has the choice of the picture, so say it. */
  private static String stacked(List<Integer> items, int columns) {
    String inputs = items.stream().map(id -> "[0:i:" + id + "]").collect(Collectors.joining());
    return items.size() == 1
        ? inputs
        : inputs
            + "xstack=inputs="
            + items.size()
            + ":grid="
            + columns
            + "x"
            + items.size() / columns
            + ",";
  }

  private static String cropping(Crop crop) {
    return ",crop=%d:%d:%d:%d".formatted(crop.width(), crop.height(), crop.x(), crop.y());
  }
}
