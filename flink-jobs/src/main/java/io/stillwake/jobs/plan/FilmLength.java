package io.stillwake.jobs.plan;

import io.stillwake.proto.AnimateStep;

/**
 * How long a film is. Latent frame 0 holds frame 0 of the film; latent frame j >= 1 holds frames
 * {@code (j - 1) * stride + 1} to {@code j * stride}.
 *
 * @param frames of the film: exactly round(seconds * fps)
 * @param stride frames of the film per latent frame
 */
record FilmLength(int frames, int stride) {

  FilmLength {
    if (frames < 1 || stride < 1) {
      throw new IllegalArgumentException(
          "film: %d frames, stride %d (expected: at least 1 of each)".formatted(frames, stride));
    }
  }

  static FilmLength of(AnimateStep animate, int stride) {
    return new FilmLength(
        Math.toIntExact(Math.round(animate.getSeconds() * animate.getFps())), stride);
  }

  int latentFrames() {
    return latentFrameOf(frames - 1) + 1;
  }

  /** The latent frame that holds a frame of the film. */
  int latentFrameOf(int frame) {
    return (frame + stride - 1) / stride;
  }
}
