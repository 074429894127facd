package io.stillwake.inference.worker;

import io.stillwake.inference.Tensor;
import io.stillwake.inference.media.RgbImage;
import io.stillwake.inference.worker.ServedModels.Names;
import io.stillwake.proto.AnchorsTask;
import io.stillwake.proto.WorkOutput;
import io.stillwake.storage.latent.LatentTensor;

/** Makes the latent keyframes of a render, all in one call. */
record MakeAnchors(AnchorsTask task) implements Work {

  @Override
  public WorkOutput perform(Attempt attempt) throws WorkStopped, InterruptedException {
    RgbImage picture = Pictures.fetch(task.getPicture(), attempt);
    Tensor output =
        attempt
            .call(
                task.getCall(),
                Tensors.picture(Names.PICTURE, picture),
                Tensors.integers(Names.FRAME, task.getFramesList()))
            .get(Names.ANCHORS);
    LatentTensor anchors =
        LatentChunks.made(output, task.getCall(), picture, task.getFramesCount(), attempt);
    return WorkOutput.newBuilder()
        .setLatents(LatentChunks.store(anchors, task.getCall(), attempt))
        .build();
  }
}
