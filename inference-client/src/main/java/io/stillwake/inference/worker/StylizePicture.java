package io.stillwake.inference.worker;

import io.stillwake.inference.Tensor;
import io.stillwake.inference.media.RgbImage;
import io.stillwake.inference.worker.ServedModels.Names;
import io.stillwake.proto.StylizeTask;
import io.stillwake.proto.WorkOutput;

/** Restyles a picture; size and aspect stay. */
record StylizePicture(StylizeTask task) implements Work {

  @Override
  public WorkOutput perform(Attempt attempt) throws WorkStopped, InterruptedException {
    RgbImage picture = Pictures.fetch(task.getPicture(), attempt);
    Tensor stylized =
        attempt.call(task.getCall(), Tensors.picture(Names.PICTURE, picture)).get(Names.STYLIZED);
    Tensors.requireShape(stylized, picture.height(), picture.width(), 3);
    return WorkOutput.newBuilder()
        .setPicture(Pictures.store(Tensors.picture(stylized), attempt))
        .build();
  }
}
