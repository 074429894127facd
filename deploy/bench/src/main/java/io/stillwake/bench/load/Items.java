package io.stillwake.bench.load;

import com.google.protobuf.util.Timestamps;
import io.stillwake.bench.gpu.VirtualFamily;
import io.stillwake.bench.gpu.VirtualModel;
import io.stillwake.proto.FramesTask;
import io.stillwake.proto.ModelCall;
import io.stillwake.proto.Parameter;
import io.stillwake.proto.Size;
import io.stillwake.proto.WorkClass;
import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkKind;
import java.util.Locale;

/**
 * Makes the work items of a list, as the planner would: chunks of latent frames.
 *
 * @param startMicros when the list's time began, since the epoch
 */
record Items(Pictures pictures, long startMicros) {

  WorkItem of(WorkLine line) {
    WorkItem.Builder item =
        WorkItem.newBuilder()
            .setWorkId(line.work())
            .setRenderId(line.render())
            .setTenant(line.tenant())
            .setKind(WorkKind.WORK_KIND_FRAMES)
            .setPool(VirtualFamily.NAME)
            .setWorkClass(workClass(line))
            .setAttempt(1)
            .setCostSeconds(line.costSeconds())
            .setOrder(line.order())
            .setSize(Size.newBuilder().setWidth(line.width()).setHeight(line.height()))
            .setFrameCount(line.frames())
            .setRequestedAt(Timestamps.fromMillis(System.currentTimeMillis()))
            .setFrames(task(line));
    if (line.deadline() != null) {
      item.setDeadline(Timestamps.fromMicros(startMicros + line.deadline()));
    }
    return item.build();
  }

  private FramesTask task(WorkLine line) {
    return FramesTask.newBuilder()
        .setPicture(pictures.of(line.width(), line.height()))
        .setFrameCount(line.frames())
        .setCall(
            ModelCall.newBuilder()
                .setModel(VirtualModel.FRAMES.model())
                .setVersion(VirtualModel.VERSION)
                .addParameters(
                    Parameter.newBuilder()
                        .setName(VirtualModel.SERVICE_MS)
                        .addShape(1)
                        .addFloats(line.serviceMicros() / 1000.0)))
        .build();
  }

  private static WorkClass workClass(WorkLine line) {
    return WorkClass.valueOf("WORK_CLASS_" + line.workClass().toUpperCase(Locale.ROOT));
  }
}
