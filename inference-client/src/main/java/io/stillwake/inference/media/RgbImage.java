package io.stillwake.inference.media;

import java.util.Arrays;
import java.util.Objects;

/**
 * A picture of 8-bit sRGB samples without alpha and without metadata.
 *
 * @param width pixels, at least 1
 * @param height pixels, at least 1
 * @param pixels {@code height * width * 3} bytes, row by row, R G B; not copied, so the giver must
 *     not write to it afterwards
 */
public record RgbImage(int width, int height, byte[] pixels) {

  public RgbImage {
    Objects.requireNonNull(pixels, "pixels");
    if (width < 1 || height < 1 || 3L * width * height > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "picture of "
              + width
              + "x"
              + height
              + " pixels; each side must be at least 1 and the"
              + " pixels must fit into one array");
    }
    if (pixels.length != 3 * width * height) {
      throw new IllegalArgumentException(
          "picture of "
              + width
              + "x"
              + height
              + " has "
              + pixels.length
              + " bytes; expected "
              + 3 * width * height);
    }
  }

  /** The samples of one pixel as {@code 0xRRGGBB}. */
  public int rgb(int x, int y) {
    int at = 3 * (Objects.checkIndex(y, height) * width + Objects.checkIndex(x, width));
    return (pixels[at] & 0xff) << 16 | (pixels[at + 1] & 0xff) << 8 | (pixels[at + 2] & 0xff);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RgbImage that
        && width == that.width
        && height == that.height
        && Arrays.equals(pixels, that.pixels);
  }

  @Override
  public int hashCode() {
    return Objects.hash(width, height, Arrays.hashCode(pixels));
  }

  @Override
  public String toString() {
    return "RgbImage[" + width + "x" + height + "]";
  }
}
