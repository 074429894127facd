package io.stillwake.inference.media;

/**
 * What a segment is and where in the film it stands.
 *
 * @param width pixels, even, 16 to 4096
 * @param height pixels, even, 16 to 4096
 * @param fps frames per second, 1 to 120; 23.976, 29.97, 47.952, 59.94 and 119.88 mean n/1001
 * @param firstFrame film index of the segment's first frame
 * @param segment the segment's index in the film, from 0
 */
public record SegmentFormat(int width, int height, double fps, int firstFrame, int segment) {

  public SegmentFormat {
    if (width % 2 != 0
        || height % 2 != 0
        || Math.min(width, height) < 16
        || Math.max(width, height) > 4096) {
      throw new IllegalArgumentException(
          "segment of " + width + "x" + height + "; sides must be even and within 16 to 4096");
    }
    if (firstFrame < 0 || segment < 0) {
      throw new IllegalArgumentException(
          "segment " + segment + " from frame " + firstFrame + "; neither may be negative");
    }
    FrameRate.of(fps);
  }

  FrameRate rate() {
    return FrameRate.of(fps);
  }

  int frameBytes() {
    return 3 * width * height;
  }
}
