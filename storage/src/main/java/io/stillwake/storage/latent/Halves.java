package io.stillwake.storage.latent;

/** IEEE 754 halves: sign, 5 bits of exponent, 10 of fraction. */
final class Halves {

  private static final int INFINITY = 0x7C00;

  /** Beyond the largest half, 65504, by half of its last place. */
  private static final float OVERFLOW = 65_520;

  private static final float SMALLEST_NORMAL = 0x1p-14f;

  private Halves() {}

  static float toFloat(short half) {
    int exponent = half >> 10 & 0x1F;
    int fraction = half & 0x3FF;
    float magnitude =
        switch (exponent) {
          case 0 -> fraction * 0x1p-24f;
          case 0x1F -> fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
          default -> Math.scalb(1 + fraction * 0x1p-10f, exponent - 15);
        };
    return half < 0 ? -magnitude : magnitude;
  }

  /** The nearest half, ties to even; infinity beyond the largest. */
  static short of(float value) {
    int sign = Float.floatToRawIntBits(value) >>> 16 & 0x8000;
    return (short) (sign | magnitude(Math.abs(value)));
  }

  private static int magnitude(float value) {
    if (Float.isNaN(value)) {
      return INFINITY | 0x200;
    }
    if (value >= OVERFLOW) {
      return INFINITY;
    }
    if (value < SMALLEST_NORMAL) {
      // Multiples of 2^-24; 1024 of them are the smallest normal half, with the right bits.
      return (int) Math.rint(value * 0x1p24);
    }
    int bits = Float.floatToRawIntBits(value);
    // A carry out of the fraction raises the exponent, as it should.
    return (bits - (112 << 23) + 0xFFF + (bits >>> 13 & 1)) >>> 13;
  }
}
