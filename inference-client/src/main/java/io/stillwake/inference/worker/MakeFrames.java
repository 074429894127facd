package io.stillwake.inference.worker;

import io.stillwake.inference.Tensor;
import io.stillwake.inference.media.RgbImage;
import io.stillwake.proto.FramesTask;
import io.stillwake.proto.WorkOutput;
import io.stillwake.storage.latent.LatentTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** Makes one chunk of latent frames, from the anchors that the family has for it. */
record MakeFrames(FramesTask task) implements Work {

  @Override
  public WorkOutput perform(Attempt attempt) throws WorkStopped, InterruptedException {
    RgbImage picture = Pictures.fetch(task.getPicture(), attempt);
    Tensor output =
        attempt
            .call(task.getCall(), inputs(picture, attempt).toArray(Tensor[]::new))
            .get(TensorName.LATENTS);
    LatentTensor made =
        LatentChunks.made(output, task.getCall(), picture, task.getFrameCount(), attempt);
    LatentTensor chunk = made.slice(task.getLeadIn(), task.getFrameCount() - task.getLeadIn());
    return WorkOutput.newBuilder()
        .setLatents(LatentChunks.output(chunk, task.getCall(), attempt))
        .build();
  }

  private List<Tensor> inputs(RgbImage picture, Attempt attempt)
      throws WorkStopped, InterruptedException {
    List<Tensor> inputs = new ArrayList<>();
    inputs.add(Tensors.picture(TensorName.PICTURE, picture));
    long first = task.getFirstFrame();
    inputs.add(
        Tensors.integers(
            TensorName.FRAME,
            LongStream.range(first, first + task.getFrameCount()).boxed().toList()));
    if (task.hasRegions()) {
      inputs.add(
          Tensors.latents(TensorName.REGIONS, LatentChunks.fetch(task.getRegions(), attempt)));
    }
    if (task.hasAnchors()) {
      LatentTensor anchors = LatentChunks.fetch(task.getAnchors(), attempt);
      inputs.add(Tensors.latents(TensorName.LEFT_ANCHOR, anchors.slice(task.getLeftAnchor(), 1)));
      inputs.add(Tensors.integers(TensorName.LEFT_FRAME, List.of(task.getLeftFrame())));
      if (task.getRightAnchor() >= 0) {
        inputs.add(
            Tensors.latents(TensorName.RIGHT_ANCHOR, anchors.slice(task.getRightAnchor(), 1)));
        inputs.add(Tensors.integers(TensorName.RIGHT_FRAME, List.of(task.getRightFrame())));
      }
    }
    return inputs;
  }
}
