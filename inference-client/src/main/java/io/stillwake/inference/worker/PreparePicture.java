package io.stillwake.inference.worker;

import io.stillwake.proto.PrepareTask;
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
    throw WorkFailed.forNow(WorkFailed.INTERNAL, "source: cannot be prepared yet");
  }
}
