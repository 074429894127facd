package io.stillwake.inference.triton;

import static org.assertj.core.api.Assertions.assertThat;

import io.stillwake.inference.Tensor;
import io.stillwake.inference.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedInputsTest {

  private static final int BLOCK = 100_000;

  @TempDir private Path folder;
  private SharedRegion region;
  private SharedInputs inputs;

  @BeforeEach
  void start() throws Exception {
    region = SharedRegion.create(folder, "test/", 2 * BLOCK);
    inputs = new SharedInputs(region, BLOCK);
  }

  @AfterEach
  void stop() {
    inputs.close();
  }

  @Test
  void whatIsSentOnceStaysOut() throws Exception {
    assertThat(place(picture(1))).isEmpty();
  }

  @Test
  void whatIsSentAgainComesInAndStays() throws Exception {
    Tensor picture = picture(1);
    place(picture);

    assertThat(place(picture)).hasValue(0);
    assertThat(content(0)).isEqualTo(picture.data());
    assertThat(place(picture)).hasValue(0);
  }

  @Test
  void anotherTensorOfTheSameArrayIsTheSameInput() throws Exception {
    byte[] pixels = bytes(1);
    place(tensor(ByteBuffer.wrap(pixels)));

    assertThat(place(tensor(ByteBuffer.wrap(pixels)))).hasValue(0);
  }

  @Test
  void anEqualInputOfAnotherArrayIsNot() throws Exception {
    place(picture(1));

    assertThat(place(picture(1))).isEmpty();
  }

  @Test
  void smallInputsLargerOnesThanABlockAndPartsOfAnArrayStayOut() throws Exception {
    for (ByteBuffer data :
        List.of(
            ByteBuffer.wrap(new byte[60_000]),
            ByteBuffer.wrap(new byte[BLOCK + 1]),
            ByteBuffer.wrap(bytes(1)).limit(80_000))) {
      Tensor input = tensor(data);
      place(input);
      assertThat(place(input)).isEmpty();
    }
  }

  @Test
  void whatWasUsedLongestAgoMakesRoom() throws Exception {
    Tensor first = comeIn(picture(1));
    Tensor second = comeIn(picture(2));
    place(first);

    comeIn(picture(3));

    assertThat(place(first)).hasValue(0);
    assertThat(content(BLOCK)).isEqualTo(picture(3).data());
    // It has not been forgotten, and takes the place of what came last.
    assertThat(place(second)).hasValue(BLOCK);
  }

  @Test
  void nothingMakesRoomWhileACallReadsIt() throws Exception {
    Tensor first = comeIn(picture(1));
    Tensor second = comeIn(picture(2));
    Tensor third = picture(3);
    place(third);

    try (SharedInputs.Lease reads = inputs.take(List.of(first, second))) {
      assertThat(place(third)).isEmpty();
      assertThat(content(0)).isEqualTo(picture(1).data());
      assertThat(reads.offset(second)).hasValue(BLOCK);
    }

    assertThat(place(third)).hasValue(0);
  }

  @Test
  void nobodyElseMayOpenTheRegionAndItLeavesNothingBehind() throws Exception {
    assertThat(region.file()).exists();
    assertThat(Files.getPosixFilePermissions(region.file()))
        .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    inputs.close();

    assertThat(region.file()).doesNotExist();
  }

  private Tensor comeIn(Tensor picture) throws IOException {
    place(picture);
    assertThat(place(picture)).isPresent();
    return picture;
  }

  /** Where it lies while a call reads it. */
  private OptionalLong place(Tensor input) throws IOException {
    try (SharedInputs.Lease lease = inputs.take(List.of(input))) {
      return lease.offset(input);
    }
  }

  private ByteBuffer content(long offset) throws IOException {
    ByteBuffer read = ByteBuffer.allocate(90_000);
    region.channel().read(read, offset);
    return read.flip();
  }

  private static Tensor picture(int value) {
    return tensor(ByteBuffer.wrap(bytes(value)));
  }

  private static byte[] bytes(int value) {
    byte[] bytes = new byte[90_000];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static Tensor tensor(ByteBuffer data) {
    return new Tensor("picture", TensorType.UINT8, new long[] {data.remaining()}, data);
  }
}
