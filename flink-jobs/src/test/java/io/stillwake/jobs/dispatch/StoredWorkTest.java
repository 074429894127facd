package io.stillwake.jobs.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Timestamps;
import io.stillwake.proto.FramesTask;
import io.stillwake.proto.HeldWork;
import io.stillwake.proto.ModelCall;
import io.stillwake.proto.ObjectRef;
import io.stillwake.proto.Parameter;
import io.stillwake.proto.Size;
import io.stillwake.proto.WorkItem;
import org.junit.jupiter.api.Test;

final class StoredWorkTest {

  private static final String RENDER = "01jd0000000000000000000000";
  private static final String HASH =
      "446a4108451cc0c495176c7611566f63af1121c847ff98fdd25bc4a76c5b9bf0";
  private static final ItemKey KEY = new ItemKey(RENDER, HASH);

  @Test
  void whatIsKeptComesBackWhole() {
    HeldWork held = held();

    assertThat(StoredWork.restore(KEY, StoredWork.strip(held))).isEqualTo(held);
  }

  /** A million wait; the task is its requester's, all else is ours. */
  @Test
  void queuedItemKeepsLessThan300BytesBesideItsTask() {
    HeldWork held = held();
    int task = held.getItem().getFrames().toByteArray().length;

    int kept = KEY.toString().length() + StoredWork.strip(held).toByteArray().length - task;

    assertThat(kept).isLessThan(250);
  }

  private static HeldWork held() {
    return HeldWork.newBuilder().setItem(framesItem()).setArrival(1_000_000).build();
  }

  /** As the planner makes them for the reference family, on a stack with maps and anchors. */
  private static WorkItem framesItem() {
    return SomeWork.item(RENDER, HASH).toBuilder()
        .setOrder(1000)
        .setAttempt(1)
        .setCostSeconds(12.3)
        .setRequestedAt(Timestamps.fromMillis(1_795_000_000_123L))
        .setTraceparent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
        .setSize(Size.newBuilder().setWidth(768).setHeight(512))
        .setFrameCount(18)
        .setFrames(
            FramesTask.newBuilder()
                .setPicture(ref("prepared.png", "image/png"))
                .setRegions(ref("regions.safetensors", "application/octet-stream"))
                .setAnchors(ref("anchors.safetensors", "application/octet-stream"))
                .setLeftAnchor(1)
                .setRightAnchor(2)
                .setLeftFrame(16)
                .setRightFrame(32)
                .setFirstFrame(14)
                .setFrameCount(18)
                .setLeadIn(2)
                .setCall(
                    ModelCall.newBuilder()
                        .setModel("reference-frames")
                        .setVersion("1")
                        .addParameters(parameter("frame_count").addInts(96))
                        .addParameters(parameter("fps").addFloats(24))
                        .addParameters(parameter("loop").addInts(0))
                        .addParameters(parameter("seed").addInts(7))
                        .addParameters(parameter("motion_strength").addFloats(0.5))
                        .addParameters(parameter("prompt").addStrings("smoke drifts left"))
                        .addParameters(parameter("negative_prompt").addStrings(""))))
        .build();
  }

  private static ObjectRef ref(String name, String mediaType) {
    return ObjectRef.newBuilder()
        .setBucket("renders")
        .setKey("work/acme/" + HASH + "/1/" + name)
        .setEtag("9bb58f26192e4ba00f01e2e7b136bbd8")
        .setSize(500_000)
        .setSha256(HASH)
        .setMediaType(mediaType)
        .build();
  }

  private static Parameter.Builder parameter(String name) {
    return Parameter.newBuilder().setName(name).addShape(1);
  }
}
