package io.stillwake.storage.latent;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LatentTensorTest {

  /** Two channels of three frames of one cell: channel 0 holds 0, 1, 2 and channel 1 10, 11, 12. */
  private static final LatentTensor TENSOR = floats(2, 3, 0, 1, 2, 10, 11, 12);

  @Test
  void cutsFramesOutOfEveryChannel() {
    assertThat(TENSOR.slice(1, 2)).isEqualTo(floats(2, 2, 1, 2, 11, 12));
    assertThat(TENSOR.slice(0, 1)).isEqualTo(floats(2, 1, 0, 10));
    assertThat(TENSOR.slice(0, 3)).isEqualTo(TENSOR);
  }

  @Test
  void joinsWhatItHasCut() {
    LatentTensor joined = LatentTensor.concatenate(List.of(TENSOR.slice(0, 1), TENSOR.slice(1, 2)));

    assertThat(joined).isEqualTo(TENSOR);
    assertThat(joined.shape()).containsExactly(2, 3, 1, 1);
  }

  @Test
  void refusesFramesThatAreNotThere() {
    assertThatThrownBy(() -> TENSOR.slice(2, 2)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> TENSOR.slice(-1, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> TENSOR.slice(0, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesToJoinWhatDoesNotFit() {
    LatentTensor oneChannel = floats(1, 1, 0);

    assertThatThrownBy(() -> LatentTensor.concatenate(List.of(TENSOR, oneChannel)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[1, 1, 1, 1]")
        .hasMessageContaining("[2, 3, 1, 1]");
  }

  @Test
  void refusesDataOfAnotherSizeThanItsShape() {
    assertThatThrownBy(() -> new LatentTensor(LatentType.F16, 1, 2, 3, 4, ByteBuffer.allocate(47)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("47 bytes (expected: 48)");
  }

  @Test
  void seesANumberThatIsNone() {
    assertThat(TENSOR.finite()).isTrue();
    assertThat(floats(1, 2, 0, Float.NaN).finite()).isFalse();
    assertThat(floats(1, 2, Float.NEGATIVE_INFINITY, 0).finite()).isFalse();
    assertThat(halves(LatentType.F16, 0x7BFF).finite()).as("65504").isTrue();
    assertThat(halves(LatentType.F16, 0x7C00).finite()).as("infinity").isFalse();
    assertThat(halves(LatentType.F16, 0xFE00).finite()).as("NaN").isFalse();
    assertThat(halves(LatentType.BF16, 0x7C00).finite()).as("a large number").isTrue();
    assertThat(halves(LatentType.BF16, 0x7F80).finite()).as("infinity").isFalse();
    assertThat(halves(LatentType.BF16, 0xFFC0).finite()).as("NaN").isFalse();
  }

  @Test
  void seesItAtEveryPlaceAndNowhereElse() {
    Random random = new Random(7);
    for (LatentType type : LatentType.values()) {
      for (int count = 1; count <= 19; count++) {
        LatentTensor numbers = random(type, count, random);
        assertThat(numbers.finite()).isTrue();
        for (int place = 0; place < count; place++) {
          ByteBuffer data = ByteBuffer.allocate(count * type.bytes()).order(LITTLE_ENDIAN);
          data.put(numbers.data().duplicate()).flip();
          type.put(data, place * type.bytes(), Float.NaN);
          assertThat(new LatentTensor(type, 1, count, 1, 1, data).finite())
              .as("%s: NaN at %d of %d", type, place, count)
              .isFalse();
        }
      }
    }
  }

  /** Of all bits that are a number. */
  private static LatentTensor random(LatentType type, int count, Random random) {
    ByteBuffer data = ByteBuffer.allocate(count * type.bytes()).order(LITTLE_ENDIAN);
    for (int at = 0; at < data.limit(); at += type.bytes()) {
      do {
        if (type == LatentType.F32) {
          data.putInt(at, random.nextInt());
        } else {
          data.putShort(at, (short) random.nextInt());
        }
      } while (!Float.isFinite(type.get(data, at)));
    }
    return new LatentTensor(type, 1, count, 1, 1, data);
  }

  @Test
  void readsBigEndianBuffersAsTheLittleEndianBytesTheyHold() {
    ByteBuffer bytes = ByteBuffer.wrap(new byte[] {0, 0x7C}).order(ByteOrder.BIG_ENDIAN);

    assertThat(new LatentTensor(LatentType.F16, 1, 1, 1, 1, bytes).finite()).isFalse();
  }

  private static LatentTensor floats(int channels, int frames, float... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return new LatentTensor(LatentType.F32, channels, frames, 1, 1, bytes.flip());
  }

  private static LatentTensor halves(LatentType type, int bits) {
    ByteBuffer bytes = ByteBuffer.allocate(Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    return new LatentTensor(type, 1, 1, 1, 1, bytes.putShort((short) bits).flip());
  }
}
