package io.stillwake.inference.media;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a file says of its picture, read without decoding any of it.
 *
 * @param format its kind
 * @param width pixels as coded, before it is turned upright
 * @param height pixels as coded, before it is turned upright
 * @param orientation what turns it upright
 * @param alpha whether it has transparency
 * @param animated whether it holds more than one frame
 * @param colors what brings its colours to sRGB, if they are others
 * @param image what the decoder needs of the file, without metadata
 * @param tiles where the picture lies in the file, if it has more than one place for pictures
 */
record SourceHeader(
    SourceFormat format,
    int width,
    int height,
    Orientation orientation,
    boolean alpha,
    boolean animated,
    Optional<ColorConversion> colors,
    ByteBuffer image,
    Optional<Tiles> tiles) {

  SourceHeader {
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(orientation, "orientation");
    Objects.requireNonNull(colors, "colors");
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(tiles, "tiles");
  }

  /**
   * The coded items of a HEIF file that make up its primary picture.
   *
   * @param items their ids, row by row
   * @param columns items per row
   * @param alphaItems the same for its transparency; empty if it has none
   * @param crop the part of the composed picture to show
   */
  record Tiles(List<Integer> items, int columns, List<Integer> alphaItems, Crop crop) {
    Tiles {
      items = List.copyOf(items);
      alphaItems = List.copyOf(alphaItems);
    }
  }

  /** A rectangle of pixels. */
  record Crop(int x, int y, int width, int height) {}

  /**
   * @throws MediaException truncated_image or unsupported_image
   */
  static SourceHeader read(SourceFormat format, byte[] source) throws MediaException {
    ByteBuffer bytes = ByteBuffer.wrap(source);
    try {
      return switch (format) {
        case JPEG -> JpegHeader.read(bytes);
        case PNG -> PngHeader.read(bytes);
        case WEBP -> WebpHeader.read(bytes);
        case AVIF, HEIC -> HeifHeader.read(format, bytes);
      };
    } catch (IndexOutOfBoundsException e) {
      throw truncated(format, "its header points beyond its " + source.length + " bytes", e);
    }
  }

  static MediaException truncated(SourceFormat format, String why, Throwable cause) {
    return new MediaException(
        "truncated_image",
        "the "
            + format.displayName()
            + " is damaged or cut off: "
            + why
            + "; expected a complete file",
        cause);
  }

  static MediaException unsupported(SourceFormat format, String what) {
    return new MediaException(
        "unsupported_image",
        "the " + format.displayName() + " " + what + "; save it as an ordinary JPEG or PNG");
  }
}
