package io.stillwake.inference.worker;

import io.stillwake.inference.media.PreparedSource;
import io.stillwake.inference.media.SourcePreparer;
import io.stillwake.proto.PrepareTask;
import io.stillwake.proto.Size;
import io.stillwake.proto.WorkOutput;

/** Makes the prepared picture of an upload, or says what is wrong with the upload. */
record PreparePicture(PrepareTask task) implements Work {

  private static final long MOST_BYTES = 16_000_000;

  @Override
  public WorkOutput perform(Attempt attempt) throws WorkStopped, InterruptedException {
    if (task.getSource().getSize() > MOST_BYTES) {
      throw WorkFailed.forGood(
          WorkFailed.UPLOAD_TOO_LARGE,
          "source: %d bytes (expected: at most %d)"
              .formatted(task.getSource().getSize(), MOST_BYTES));
    }
    byte[] source = attempt.fetch(task.getSource());
    PreparedSource prepared = attempt.code(() -> new SourcePreparer().prepare(source, task));
    return WorkOutput.newBuilder()
        .setPicture(
            Pictures.store(prepared.picture(), attempt)
                .setSourceFormat(prepared.format())
                .setSourceSize(
                    Size.newBuilder()
                        .setWidth(prepared.sourceWidth())
                        .setHeight(prepared.sourceHeight())))
        .build();
  }
}
