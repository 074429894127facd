package io.stillwake.inference.worker;

import io.stillwake.proto.FindTask;
import io.stillwake.proto.WorkOutput;
import io.stillwake.storage.ObjectKey;
import io.stillwake.storage.StoredObject;

/** Looks for an upload whose bucket event did not come; pins the version that is there. */
record FindUpload(FindTask task) implements Work {

  @Override
  public boolean callsModels() {
    return false;
  }

  @Override
  public WorkOutput perform(Attempt attempt) throws WorkStopped, InterruptedException {
    ObjectKey key = ObjectKey.of(task.getSource());
    StoredObject upload =
        attempt
            .look(key)
            .orElseThrow(
                () ->
                    WorkFailed.forGood(
                        WorkFailed.UPLOAD_MISSING, "object " + key + " is not in the store"));
    return WorkOutput.newBuilder().setFound(upload.toRef("")).build();
  }

  /** What was not there a minute ago may be there now. */
  @Override
  public boolean isRepeatable() {
    return false;
  }
}
