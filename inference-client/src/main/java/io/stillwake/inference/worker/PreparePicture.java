package io.stillwake.inference.worker;

import io.stillwake.inference.media.FilmFrame;
import io.stillwake.inference.media.MediaException;
import io.stillwake.inference.media.PreparedSource;
import io.stillwake.inference.media.SourcePreparer;
import io.stillwake.proto.PrepareTask;
import io.stillwake.proto.Size;
import io.stillwake.proto.WorkOutput;
import java.io.IOException;

/** Makes the prepared picture of a source, or says what is wrong with the source. */
record PreparePicture(PrepareTask task) implements Work {

  private static final long MOST_BYTES = 16_000_000;

  /** Of our own films, which nobody uploads: ten seconds of the largest take a tenth of it. */
  private static final long MOST_FILM_BYTES = 100_000_000;

  @Override
  public boolean callsModels() {
    return false;
  }

  @Override
  public WorkOutput perform(Attempt attempt) throws WorkStopped, InterruptedException {
    long most = task.hasFrame() ? MOST_FILM_BYTES : MOST_BYTES;
    if (task.getSource().getSize() > most) {
      throw WorkFailed.forGood(
          WorkFailed.UPLOAD_TOO_LARGE,
          "source: %d bytes (expected: at most %d)".formatted(task.getSource().getSize(), most));
    }
    byte[] source = attempt.fetch(task.getSource());
    PreparedSource prepared =
        attempt.code(() -> new SourcePreparer().prepare(picture(source), task));
    return WorkOutput.newBuilder()
        .setPicture(
            Pictures.output(prepared.picture(), attempt)
                .setSourceFormat(task.hasFrame() ? "MP4" : prepared.format())
                .setSourceSize(
                    Size.newBuilder()
                        .setWidth(prepared.sourceWidth())
                        .setHeight(prepared.sourceHeight()))
                .setRestoreScale(prepared.restoreScale()))
        .build();
  }

  private byte[] picture(byte[] source) throws MediaException, IOException, InterruptedException {
    return task.hasFrame() ? FilmFrame.png(source, task.getFrame()) : source;
  }
}
