package io.stillwake.inference.media;

/**
 * A constant frame rate as an exact fraction, and the film's clock derived from it.
 *
 * @param numerator frames per {@code denominator} seconds
 */
record FrameRate(int numerator, int denominator) {

  /** Ticks per frame where the rate has no 1001 in it: a clock of more than a kilohertz. */
  private static final int TICKS = 512;

  static FrameRate of(double fps) {
    if (!(fps >= 1 && fps <= 120)) {
      throw new IllegalArgumentException("fps " + fps + "; expected 1 to 120");
    }
    int whole = (int) Math.round(fps);
    if (Math.abs(fps - whole) < 1e-9) {
      return new FrameRate(whole, 1);
    }
    // 23.976 and its kin: the nominal rate slowed by 1000/1001.
    if (Math.abs(fps - whole * 1000.0 / 1001) < 1e-3) {
      return new FrameRate(whole * 1000, 1001);
    }
    int thousandths = (int) Math.round(fps * 1000);
    int divisor = gcd(thousandths, 1000);
    return new FrameRate(thousandths / divisor, 1000 / divisor);
  }

  /** Ticks of the film's clock per second. */
  int timescale() {
    return denominator == 1 ? numerator * TICKS : numerator;
  }

  /** Ticks of the film's clock per frame. */
  int frameTicks() {
    return denominator == 1 ? TICKS : denominator;
  }

  @Override
  public String toString() {
    return numerator + "/" + denominator;
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
