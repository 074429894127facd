package io.stillwake.inference.worker;

import io.stillwake.inference.Tensor;
import io.stillwake.inference.media.RgbImage;
import io.stillwake.proto.AnchorsTask;
import io.stillwake.proto.WorkOutput;
import io.stillwake.storage.latent.LatentTensor;
import java.util.ArrayList;
import java.util.List;

/** Makes the latent keyframes of a render, all in one call. */
record MakeAnchors(AnchorsTask task) implements Work {

  @Override
  public WorkOutput perform(Attempt attempt) throws WorkStopped, InterruptedException {
    RgbImage picture = Pictures.fetch(task.getPicture(), attempt);
    List<Tensor> inputs = new ArrayList<>();
    inputs.add(Tensors.picture(TensorName.PICTURE, picture));
    inputs.add(Tensors.integers(TensorName.FRAME, task.getFramesList()));
    if (task.hasRegions()) {
      inputs.add(
          Tensors.latents(TensorName.REGIONS, LatentChunks.fetch(task.getRegions(), attempt)));
    }
    Tensor output =
        attempt.call(task.getCall(), inputs.toArray(Tensor[]::new)).get(TensorName.ANCHORS);
    LatentTensor anchors =
        LatentChunks.made(output, task.getCall(), picture, task.getFramesCount(), attempt);
    return WorkOutput.newBuilder()
        .setLatents(LatentChunks.output(anchors, task.getCall(), attempt))
        .build();
  }
}
