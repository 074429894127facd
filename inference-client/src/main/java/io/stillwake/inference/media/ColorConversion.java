package io.stillwake.inference.media;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * From the colours of a display with other primaries (a phone's Display P3, Adobe RGB) to sRGB.
 *
 * <p>Covers the profiles that cameras and phones embed: a curve per channel and a 3x3 matrix. Of
 * profiles made of tables (printers, scanners) the pixels are taken as sRGB.
 */
final class ColorConversion {

  /** XYZ under D50 to linear sRGB. */
  private static final double[][] TO_SRGB = {
    {3.1338561, -1.6168667, -0.4906146},
    {-0.9787684, 1.9161415, 0.0334540},
    {0.0719453, -0.2289914, 1.4052427}
  };

  private static final double[][] P3_TO_XYZ = {
    {0.51512, 0.29198, 0.15710}, {0.24120, 0.69225, 0.06657}, {-0.00105, 0.04189, 0.78407}
  };

  private static final int STEPS = 4096;
  private static final byte[] SRGB = srgb();

  private final float[][] curves;
  private final float[] matrix = new float[9];

  private ColorConversion(float[][] curves, double[][] toXyz) {
    this.curves = curves;
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        double sum = 0;
        for (int k = 0; k < 3; k++) {
          sum += TO_SRGB[i][k] * toXyz[k][j];
        }
        matrix[3 * i + j] = (float) sum;
      }
    }
  }

  static ColorConversion fromDisplayP3() {
    float[] curve = curve(3, new double[] {2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045});
    return new ColorConversion(new float[][] {curve, curve, curve}, P3_TO_XYZ);
  }

  /**
   * @return empty for sRGB itself and for a profile that is damaged or not of this kind
   */
  static Optional<ColorConversion> ofIcc(ByteBuffer profile) {
    try {
      if (profile.getInt(16) != fourCc("RGB ") || profile.getInt(36) != fourCc("acsp")) {
        return Optional.empty();
      }
      Map<Integer, Integer> tags = new HashMap<>();
      for (int i = 0; i < Math.min(profile.getInt(128), 200); i++) {
        tags.put(profile.getInt(132 + 12 * i), profile.getInt(136 + 12 * i));
      }
      double[][] toXyz = new double[3][3];
      float[][] curves = new float[3][];
      for (int channel = 0; channel < 3; channel++) {
        String name = "rgb".substring(channel, channel + 1);
        Integer xyz = tags.get(fourCc(name + "XYZ"));
        Integer curve = tags.get(fourCc(name + "TRC"));
        if (xyz == null || curve == null) {
          return Optional.empty();
        }
        for (int k = 0; k < 3; k++) {
          toXyz[k][channel] = fixed(profile, xyz + 8 + 4 * k);
        }
        curves[channel] = curve(profile, curve);
      }
      var conversion = new ColorConversion(curves, toXyz);
      return conversion.changesNothing() ? Optional.empty() : Optional.of(conversion);
    } catch (IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  /** Converts pixels R G B in place; colours beyond sRGB are clipped. */
  void apply(byte[] pixels) {
    for (int at = 0; at < pixels.length; at += 3) {
      float r = curves[0][pixels[at] & 0xff];
      float g = curves[1][pixels[at + 1] & 0xff];
      float b = curves[2][pixels[at + 2] & 0xff];
      pixels[at] = coded(matrix[0] * r + matrix[1] * g + matrix[2] * b);
      pixels[at + 1] = coded(matrix[3] * r + matrix[4] * g + matrix[5] * b);
      pixels[at + 2] = coded(matrix[6] * r + matrix[7] * g + matrix[8] * b);
    }
  }

  private boolean changesNothing() {
    byte[] samples = new byte[3 * 343];
    for (int i = 0; i < 343; i++) {
      samples[3 * i] = (byte) (i % 7 * 42);
      samples[3 * i + 1] = (byte) (i / 7 % 7 * 42);
      samples[3 * i + 2] = (byte) (i / 49 * 42);
    }
    byte[] converted = samples.clone();
    apply(converted);
    for (int i = 0; i < samples.length; i++) {
      if (Math.abs((samples[i] & 0xff) - (converted[i] & 0xff)) > 2) {
        return false;
      }
    }
    return true;
  }

  private static byte coded(float linear) {
    return SRGB[Math.max(0, Math.min(STEPS, Math.round(linear * STEPS)))];
  }

  private static byte[] srgb() {
    byte[] table = new byte[STEPS + 1];
    for (int i = 0; i <= STEPS; i++) {
      double linear = (double) i / STEPS;
      double value =
          linear <= 0.0031308 ? 12.92 * linear : 1.055 * Math.pow(linear, 1 / 2.4) - 0.055;
      table[i] = (byte) Math.round(255 * value);
    }
    return table;
  }

  /** Linear light for each of the 256 codes. */
  private static float[] curve(ByteBuffer profile, int at) {
    if (profile.getInt(at) == fourCc("para")) {
      int kind = profile.getShort(at + 8);
      double[] p = new double[kind == 0 ? 1 : Math.min(kind, 4) + 2];
      for (int i = 0; i < p.length; i++) {
        p[i] = fixed(profile, at + 12 + 4 * i);
      }
      return curve(kind, p);
    }
    int count = profile.getInt(at + 8);
    if (count == 0) {
      return curve(0, new double[] {1});
    }
    if (count == 1) {
      return curve(0, new double[] {(profile.getShort(at + 12) & 0xffff) / 256.0});
    }
    float[] curve = new float[256];
    for (int i = 0; i < 256; i++) {
      double position = i / 255.0 * (count - 1);
      int low = (int) position;
      int high = Math.min(low + 1, count - 1);
      double a = (profile.getShort(at + 12 + 2 * low) & 0xffff) / 65535.0;
      double b = (profile.getShort(at + 12 + 2 * high) & 0xffff) / 65535.0;
      curve[i] = (float) (a + (position - low) * (b - a));
    }
    return curve;
  }

  /** The parametric curves of ICC: kind 0 to 4 with parameters g a b c d e f. */
  private static float[] curve(int kind, double[] p) {
    float[] curve = new float[256];
    for (int i = 0; i < 256; i++) {
      double x = i / 255.0;
      double power = kind == 0 ? Math.pow(x, p[0]) : Math.pow(Math.max(0, p[1] * x + p[2]), p[0]);
      curve[i] =
          (float)
              switch (kind) {
                case 0 -> power;
                case 1 -> x >= -p[2] / p[1] ? power : 0;
                case 2 -> x >= -p[2] / p[1] ? power + p[3] : p[3];
                case 3 -> x >= p[4] ? power : p[3] * x;
                default -> x >= p[4] ? power + p[5] : p[3] * x;
              };
    }
    return curve;
  }

  private static double fixed(ByteBuffer bytes, int at) {
    return bytes.getInt(at) / 65536.0;
  }

  private static int fourCc(String name) {
    return name.charAt(0) << 24 | name.charAt(1) << 16 | name.charAt(2) << 8 | name.charAt(3);
  }
}
