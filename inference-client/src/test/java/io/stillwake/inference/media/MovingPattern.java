package io.stillwake.inference.media;

/** A film of a textured gradient with a bright square crossing it: for tests. */
final class MovingPattern {

  private MovingPattern() {}

  static RgbImage frame(int width, int height, int index) {
    byte[] pixels = new byte[3 * width * height];
    int at = 0;
    int left = 2 * index % width;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        boolean square = x >= left && x < left + 16 && y >= height / 2 - 8 && y < height / 2 + 8;
        double wave = 20 * Math.sin((x + index) / 5.0) * Math.cos(y / 7.0);
        pixels[at++] = (byte) (square ? 250 : clamp(255.0 * x / width + wave));
        pixels[at++] = (byte) (square ? 220 : clamp(255.0 * y / height + wave));
        pixels[at++] = (byte) (square ? 40 : clamp(128 - wave));
      }
    }
    return new RgbImage(width, height, pixels);
  }

  private static int clamp(double value) {
    return (int) Math.max(0, Math.min(255, Math.round(value)));
  }
}
