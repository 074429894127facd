package io.stillwake.inference.media;

import java.util.Objects;

/**
 * A source made ready for the models.
 *
 * @param picture upright, rotated, cropped and resized as asked; sRGB, no metadata
 * @param format what the source was: JPEG, PNG, WebP, AVIF or HEIC
 * @param sourceWidth pixels of the source, upright
 * @param sourceHeight pixels of the source, upright
 * @param restoreScale what a restore step is to multiply the sides by; 0 where none follows
 */
public record PreparedSource(
    RgbImage picture, String format, int sourceWidth, int sourceHeight, int restoreScale) {

  public PreparedSource {
    Objects.requireNonNull(picture, "picture");
    Objects.requireNonNull(format, "format");
  }
}
