package io.stillwake.jobs.dispatch;

import static io.stillwake.jobs.dispatch.WorkPacking.NO_PATTERN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stillwake.proto.FramesTask;
import io.stillwake.proto.HeldWork;
import io.stillwake.proto.ModelCall;
import io.stillwake.proto.ObjectRef;
import io.stillwake.proto.Parameter;
import io.stillwake.proto.WorkItem;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.DataFormatException;
import org.junit.jupiter.api.Test;

/** Sizes are those of a real chunk's request: 64 hex digits wherever there is a content hash. */
final class WorkPackingTest {

  private static final String RENDER = "01JDXK3R6QZ6V9QK5T1W2M8N4P";

  private final Random random = new Random(1);
  private final ObjectRef picture = object("picture.png");
  private final ObjectRef anchors = object("latents.safetensors");
  private final WorkPacking packing = new WorkPacking();

  @Test
  void comesBackAsItWas() throws Exception {
    HeldWork first = chunk(0);
    HeldWork second = chunk(1);
    byte[] pattern = WorkPacking.pattern(first);

    assertThat(packing.unpack(key(first), packing.pack(first, NO_PATTERN), NO_PATTERN))
        .isEqualTo(first);
    assertThat(packing.unpack(key(second), packing.pack(second, pattern), pattern))
        .isEqualTo(second);
  }

  @Test
  void aQueuedItemTakesLessThanThreeHundredBytesWithItsKey() {
    HeldWork second = chunk(1);

    byte[] packed = packing.pack(second, WorkPacking.pattern(chunk(0)));

    assertThat(second.getSerializedSize()).isGreaterThan(800);
    assertThat(packed.length + key(second).toString().length()).isLessThan(300);
  }

  @Test
  void anItemThatWasPackedAloneNeedsNoPattern() throws Exception {
    HeldWork first = chunk(0);

    byte[] packed = packing.pack(first, NO_PATTERN);

    assertThat(packing.unpack(key(first), packed, WorkPacking.pattern(chunk(1)))).isEqualTo(first);
  }

  @Test
  void whatIsCutShortIsToldAndNotGuessed() {
    HeldWork first = chunk(0);
    byte[] packed = packing.pack(first, NO_PATTERN);

    assertThatThrownBy(() -> packing.unpack(key(first), Arrays.copyOf(packed, 50), NO_PATTERN))
        .isInstanceOf(DataFormatException.class)
        .hasMessage("cut short after 50 bytes");
  }

  private static ItemKey key(HeldWork work) {
    return ItemKey.of(work.getItem());
  }

  private HeldWork chunk(int number) {
    WorkItem item =
        SomeWork.item(RENDER, hex(32)).toBuilder()
            .setOrder(10 + number)
            .setTraceparent("00-" + hex(16) + "-" + hex(8) + "-01")
            .setFrames(
                FramesTask.newBuilder()
                    .setPicture(picture)
                    .setAnchors(anchors)
                    .setLeftAnchor(number)
                    .setRightAnchor(number + 1)
                    .setFirstFrame(8L * number)
                    .setFrameCount(9)
                    .setCall(
                        ModelCall.newBuilder()
                            .setModel("reference-frames")
                            .setVersion("1")
                            .addParameters(motion())))
            .build();
    return HeldWork.newBuilder().setItem(item).setArrival(1_000 + number).build();
  }

  private static Parameter motion() {
    Parameter.Builder motion = Parameter.newBuilder().setName("motion").addShape(8).addShape(4);
    for (int i = 0; i < 32; i++) {
      motion.addFloats(i / 10.0);
    }
    return motion.build();
  }

  private ObjectRef object(String file) {
    return ObjectRef.newBuilder()
        .setBucket("renders")
        .setKey("work/acme/" + hex(32) + "/1-worker-1-" + hex(4) + "/" + file)
        .setEtag(hex(16))
        .setSha256(hex(32))
        .setMediaType("application/octet-stream")
        .build();
  }

  private String hex(int bytes) {
    byte[] content = new byte[bytes];
    random.nextBytes(content);
    return HexFormat.of().formatHex(content);
  }
}
