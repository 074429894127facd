package io.stillwake.inference.worker;

import io.stillwake.inference.Tensor;
import io.stillwake.inference.media.RgbImage;
import io.stillwake.proto.StylizeTask;
import io.stillwake.proto.WorkOutput;
import java.util.ArrayList;
import java.util.List;

/** Restyles a picture, where wanted after another one's example; size and aspect stay. */
record StylizePicture(StylizeTask task) implements Work {

  @Override
  public WorkOutput perform(Attempt attempt) throws WorkStopped, InterruptedException {
    RgbImage picture = Pictures.fetch(task.getPicture(), attempt);
    List<Tensor> inputs = new ArrayList<>();
    inputs.add(Tensors.picture(TensorName.PICTURE, picture));
    if (task.hasStylePicture()) {
      RgbImage example = Pictures.example(task.getStylePicture(), attempt);
      inputs.add(Tensors.picture(TensorName.STYLE_PICTURE, example));
    }
    Tensor stylized =
        attempt.call(task.getCall(), inputs.toArray(Tensor[]::new)).get(TensorName.STYLIZED);
    Tensors.requireShape(stylized, picture.height(), picture.width(), 3);
    return WorkOutput.newBuilder()
        .setPicture(Pictures.output(Tensors.picture(stylized), attempt))
        .build();
  }
}
