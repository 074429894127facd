package io.stillwake.inference.worker;

import io.stillwake.inference.Tensor;
import io.stillwake.inference.media.RgbImage;
import io.stillwake.proto.Parameter;
import io.stillwake.proto.RestoreTask;
import io.stillwake.proto.WorkOutput;

/** Cleans a picture, and doubles its sides where the call's scale says so. */
record RestorePicture(RestoreTask task) implements Work {

  @Override
  public WorkOutput perform(Attempt attempt) throws WorkStopped, InterruptedException {
    long scale = scale();
    RgbImage picture = Pictures.fetch(task.getPicture(), attempt);
    Tensor restored =
        attempt
            .call(task.getCall(), Tensors.picture(TensorName.PICTURE, picture))
            .get(TensorName.RESTORED);
    Tensors.requireShape(restored, scale * picture.height(), scale * picture.width(), 3);
    return WorkOutput.newBuilder()
        .setPicture(Pictures.output(Tensors.picture(restored), attempt))
        .build();
  }

  private long scale() throws WorkFailed {
    for (Parameter parameter : task.getCall().getParametersList()) {
      if (parameter.getName().equals("scale") && parameter.getIntsCount() == 1) {
        return parameter.getInts(0);
      }
    }
    throw WorkFailed.forGood(
        WorkFailed.INVALID_REQUEST, "restore: no parameter 'scale' (expected: 1 or 2)");
  }
}
