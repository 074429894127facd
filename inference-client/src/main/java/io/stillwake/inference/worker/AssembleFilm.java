package io.stillwake.inference.worker;

import io.stillwake.inference.media.FilmAssembler;
import io.stillwake.inference.media.PictureCodec;
import io.stillwake.proto.AssembleTask;
import io.stillwake.proto.Film;
import io.stillwake.proto.Segment;
import io.stillwake.proto.WorkOutput;
import java.util.ArrayList;
import java.util.List;

/**
 * Joins the segments into the film without encoding them again, and makes the poster; a render
 * without segments has only its picture.
 */
record AssembleFilm(AssembleTask task) implements Work {

  @Override
  public boolean callsModels() {
    return false;
  }

  @Override
  public WorkOutput perform(Attempt attempt) throws WorkStopped, InterruptedException {
    byte[] png = attempt.fetch(task.getPicture());
    byte[] poster = attempt.code(() -> PictureCodec.jpeg(PictureCodec.readPng(png)));
    Film.Builder film = Film.newBuilder().setPicture(task.getPicture());
    if (task.getSegmentsCount() > 0) {
      film.setPoster(attempt.store("poster.jpg", poster, "image/jpeg"))
          .setVideo(attempt.output(video(attempt), "video/mp4"))
          .setFrames(task.getFrameCount());
    } else {
      film.setPoster(attempt.output(poster, "image/jpeg"));
    }
    return WorkOutput.newBuilder().setFilm(film).build();
  }

  /** The film is announced under the names in the render's folder: work expires, renders stay. */
  @Override
  public WorkOutput publish(WorkOutput output, Attempt attempt)
      throws WorkStopped, InterruptedException {
    Film made = output.getFilm();
    Film.Builder film =
        made.toBuilder()
            .setPicture(attempt.publish(made.getPicture(), task.getPublishPicture()))
            .setPoster(attempt.publish(made.getPoster(), task.getPublishPoster()));
    if (made.hasVideo()) {
      film.setVideo(attempt.publish(made.getVideo(), task.getPublishVideo()));
    }
    return output.toBuilder().setFilm(film).build();
  }

  private byte[] video(Attempt attempt) throws WorkStopped, InterruptedException {
    byte[] init = attempt.fetch(task.getSegments(0).getInit());
    List<byte[]> media = new ArrayList<>();
    for (Segment segment : task.getSegmentsList()) {
      media.add(attempt.fetch(segment.getMedia()));
    }
    return attempt.code(
        () -> FilmAssembler.assemble(init, media, task.getFps(), task.getFrameCount()));
  }
}
