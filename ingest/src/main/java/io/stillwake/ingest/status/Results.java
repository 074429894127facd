package io.stillwake.ingest.status;

import io.stillwake.proto.RenderError;
import io.stillwake.proto.RenderEvent;
import io.stillwake.proto.RenderProgress;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/** Which results the records of one render have told of. */
final class Results {

  private Results() {}

  /**
   * @param end null where the render goes on
   */
  static Set<Result> of(Collection<RenderProgress> newestOfEachJob, RenderEvent end) {
    Set<Result> results = EnumSet.noneOf(Result.class);
    if (newestOfEachJob.stream().anyMatch(RenderProgress::hasPlaylist)) {
      results.add(Result.PLAYLIST);
    }
    if (end == null) {
      return results;
    }
    add(results, Result.PLAYLIST, end.hasPlaylist());
    add(results, Result.MANIFEST, end.hasManifest());
    add(results, Result.VIDEO, end.getFilm().hasVideo());
    add(results, Result.POSTER, end.getFilm().hasPoster());
    add(results, Result.PICTURE, end.getFilm().hasPicture());
    return results;
  }

  private static void add(Set<Result> results, Result result, boolean exists) {
    if (exists) {
      results.add(result);
    }
  }

  static RenderStatus.Failure failure(RenderError error) {
    return new RenderStatus.Failure(
        error.getCode(),
        error.getMessage(),
        error.getRetryable(),
        error.getStep().isEmpty() ? null : error.getStep());
  }
}
