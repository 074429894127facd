package io.stillwake.ingest.status;

import com.fasterxml.jackson.databind.JsonNode;
import io.stillwake.proto.ObjectRef;
import io.stillwake.proto.RenderEvent;
import io.stillwake.proto.RenderProgress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What one render has made so far.
 *
 * @param regions names of the pictures of its region maps, and the overview
 * @param frames of its film; 0 where there is none
 */
public record Results(Set<Result> files, List<String> regions, int frames) {

  public Results {
    files = Set.copyOf(files);
    regions = List.copyOf(regions);
  }

  /**
   * As its records tell.
   *
   * @param end null where the render goes on
   */
  static Results of(Collection<RenderProgress> newestOfEachJob, RenderEvent end) {
    Set<Result> files = EnumSet.noneOf(Result.class);
    if (newestOfEachJob.stream().anyMatch(RenderProgress::hasPlaylist)) {
      files.add(Result.PLAYLIST);
    }
    if (end == null) {
      return new Results(files, List.of(), 0);
    }
    add(files, Result.PLAYLIST, end.hasPlaylist());
    add(files, Result.MANIFEST, end.hasManifest());
    add(files, Result.VIDEO, end.getFilm().hasVideo());
    add(files, Result.POSTER, end.getFilm().hasPoster());
    add(files, Result.PICTURE, end.getFilm().hasPicture());
    return new Results(
        files,
        end.getFilm().getRegionsList().stream().map(Results::name).toList(),
        end.getFilm().hasVideo() ? end.getFilm().getFrames() : 0);
  }

  /** The region that a picture shows, by its key. */
  private static String name(ObjectRef picture) {
    String key = picture.getKey();
    return key.substring(key.lastIndexOf('/') + 1).replaceFirst("\\.png$", "");
  }

  private static void add(Set<Result> files, Result result, boolean exists) {
    if (exists) {
      files.add(result);
    }
  }

  /** As its manifest tells. */
  static Results of(JsonNode manifest) {
    JsonNode told = manifest.path("results");
    Set<Result> files = EnumSet.of(Result.MANIFEST);
    for (Result result : Result.values()) {
      add(files, result, told.hasNonNull(result.wire()));
    }
    List<String> regions = new ArrayList<>();
    told.path("regions").fieldNames().forEachRemaining(regions::add);
    return new Results(files, regions, manifest.path("frames").asInt());
  }
}
