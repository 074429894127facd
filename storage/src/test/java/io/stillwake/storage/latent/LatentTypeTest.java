package io.stillwake.storage.latent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class LatentTypeTest {

  private final ByteBuffer data = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);

  @ParameterizedTest
  @EnumSource(names = {"F16", "BF16"})
  void everyValueComesBackAsItWas(LatentType type) {
    for (int bits = 0; bits < 1 << 16; bits++) {
      data.putShort(0, (short) bits);
      float value = type.get(data, 0);
      type.put(data, 0, value);
      if (Float.isNaN(value)) {
        assertThat(type.get(data, 0)).isNaN();
      } else {
        assertThat(data.getShort(0)).isEqualTo((short) bits);
      }
    }
  }

  /** Halfway between two neighbours goes to the even one, a little more to the upper one. */
  @ParameterizedTest
  @EnumSource(names = {"F16", "BF16"})
  void roundsToTheNearestAndTiesToEven(LatentType type) {
    int last = type == LatentType.F16 ? 0x7BFE : 0x7F7E;
    for (int bits = 0; bits <= last; bits++) {
      double lower = value(type, bits);
      double upper = value(type, bits + 1);
      float half = (float) (lower + (upper - lower) / 2);
      assertThat(rounded(type, half)).isEqualTo(bits + (bits & 1));
      assertThat(rounded(type, Math.nextDown(half))).isEqualTo(bits);
      assertThat(rounded(type, Math.nextUp(half))).isEqualTo(bits + 1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 3C00",
    "-2, C000",
    "65504, 7BFF",
    "65519, 7BFF",
    "65520, 7C00",
    "6.1035156E-5, 0400",
    "5.9604645E-8, 0001",
    "-0, 8000",
    "0.1, 2E66",
    "Infinity, 7C00"
  })
  void halvesAreTheKnownOnes(float value, String bits) {
    LatentType.F16.put(data, 0, value);

    assertThat(data.getShort(0)).isEqualTo((short) Integer.parseInt(bits, 16));
  }

  @Test
  void singlesAreKept() {
    LatentType.F32.put(data, 0, 0.1f);

    assertThat(LatentType.F32.get(data, 0)).isEqualTo(0.1f);
  }

  private double value(LatentType type, int bits) {
    data.putShort(0, (short) bits);
    return type.get(data, 0);
  }

  private int rounded(LatentType type, float value) {
    type.put(data, 0, value);
    return data.getShort(0) & 0xFFFF;
  }
}
