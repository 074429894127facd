package io.stillwake.storage.latent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LatentFileTest {

  private static final LatentTensor LATENTS =
      new LatentTensor(
          LatentType.F16, 1, 2, 1, 2, ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}));

  @Test
  void readsBackWhatItWrote() {
    LatentFile file = new LatentFile(LATENTS, Map.of("work", "abc", "render", "def"));

    LatentFile parsed = LatentFile.parse(file.toBytes());

    assertThat(parsed).isEqualTo(file);
  }

  /** Other programs read these files, so the bytes are the format's and not just our own. */
  @Test
  void writesASafetensorsFile() {
    byte[] file = new LatentFile(LATENTS, Map.of("work", "abc")).toBytes();

    String header =
        "{\"__metadata__\":{\"work\":\"abc\"},"
            + "\"latents\":{\"dtype\":\"F16\",\"shape\":[1,2,1,2],\"data_offsets\":[0,8]}}";
    String padded = header + " ".repeat((8 - header.length() % 8) % 8);
    assertThat(ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong())
        .isEqualTo(padded.length());
    assertThat(new String(file, 8, padded.length(), UTF_8)).isEqualTo(padded);
    assertThat(Arrays.copyOfRange(file, 8 + padded.length(), file.length))
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
  }

  @Test
  void writesTheSameBytesForTheSameContent() {
    byte[] one = new LatentFile(LATENTS, Map.of("a", "1", "b", "2", "c", "3")).toBytes();
    byte[] other = new LatentFile(LATENTS, Map.of("c", "3", "b", "2", "a", "1")).toBytes();

    assertThat(one).isEqualTo(other);
  }

  @Test
  void readsAFileWithoutMetadataAndWithAnotherTensorBefore() {
    byte[] file =
        file(
            "{\"other\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
                + "\"latents\":{\"dtype\":\"F16\",\"shape\":[1,1,1,1],\"data_offsets\":[4,6]}}",
            9,
            9,
            9,
            9,
            1,
            2);

    LatentFile parsed = LatentFile.parse(file);

    assertThat(parsed.metadata()).isEmpty();
    assertThat(parsed.latents().data()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2}));
  }

  @Test
  void refusesWhatIsNoSuchFile() {
    String tensor = "{\"latents\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":%s}}";
    assertRefused(new byte[0]);
    assertRefused(new byte[] {1, 2, 3});
    assertRefused(file("not json"));
    assertRefused(file("{}"));
    assertRefused(file("[]"));
    assertRefused(file(tensor.formatted("I8", "[1,1,1,1]", "[0,2]"), 1, 2));
    assertRefused(file(tensor.formatted("F16", "[1,1,1]", "[0,2]"), 1, 2));
    assertRefused(file(tensor.formatted("F16", "[1,1,1,2]", "[0,2]"), 1, 2));
    assertRefused(file(tensor.formatted("F16", "[1,1,1,1]", "[0,4]"), 1, 2));
    assertRefused(file(tensor.formatted("F16", "[1,1,1,1]", "[4,2]"), 1, 2));
    assertRefused(file(tensor.formatted("F16", "[1,1,1,1]", "[-2,0]"), 1, 2));
    assertRefused(file(tensor.formatted("F16", "[1,1,1,1]", "\"none\""), 1, 2));
    assertRefused(file(tensor.formatted("F16", "[-1,-1,1,1]", "[0,2]"), 1, 2));
  }

  @Test
  void refusesAHeaderThatIsLongerThanTheFile() {
    for (long size : new long[] {-1, 3, Integer.MAX_VALUE, Long.MAX_VALUE}) {
      byte[] file = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN).putLong(size).array();
      assertRefused(file);
    }
  }

  @Test
  void refusesAFileThatWasCutOff() {
    byte[] whole = new LatentFile(LATENTS, Map.of()).toBytes();

    for (int length = 0; length < whole.length; length++) {
      assertRefused(Arrays.copyOf(whole, length));
    }
  }

  private static void assertRefused(byte[] file) {
    assertThatThrownBy(() -> LatentFile.parse(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("safetensors");
  }

  private static byte[] file(String header, int... data) {
    ByteBuffer file =
        ByteBuffer.allocate(8 + header.length() + data.length).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(header.length()).put(header.getBytes(UTF_8));
    for (int value : data) {
      file.put((byte) value);
    }
    return file.array();
  }
}
