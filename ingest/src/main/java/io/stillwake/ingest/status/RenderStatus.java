package io.stillwake.ingest.status;

import io.stillwake.ingest.spec.Spec;
import io.stillwake.proto.RenderError;
import io.stillwake.storage.RenderId;
import io.stillwake.storage.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * All that is known of one render at one moment.
 *
 * @param spec null where none of its records told it
 * @param playableSegments segments that a player can play already, in order from the first
 * @param time null where nobody told it
 * @param plan null until the render has ended
 * @param error null unless the render failed
 */
public record RenderStatus(
    RenderId id,
    Tenant tenant,
    RenderState state,
    Instant createdAt,
    Instant updatedAt,
    Spec spec,
    List<Stage> stages,
    int playableSegments,
    Outlook outlook,
    SpentTime time,
    Results results,
    Plan plan,
    List<String> warnings,
    Failure error) {

  public RenderStatus {
    stages = List.copyOf(stages);
    warnings = List.copyOf(warnings);
  }

  /** How far off its end is, as of the newest word of it; null where nobody can say. */
  public Double secondsToEnd() {
    return outlook.end() == null
        ? null
        : Times.tenths(Math.max(0, Duration.between(updatedAt, outlook.end()).toMillis() / 1000.0));
  }

  /** With what only its manifest tells of a render that has ended. */
  RenderStatus completedBy(RenderStatus manifest) {
    return new RenderStatus(
        id,
        tenant,
        state,
        createdAt,
        updatedAt,
        spec,
        stages,
        playableSegments,
        outlook,
        manifest.time() == null ? time : manifest.time(),
        results,
        manifest.plan(),
        warnings,
        error);
  }

  /** Items of work of one stage. */
  public record Stage(String stage, int done, int total) {}

  /**
   * @param step where it happened; null where none was running
   */
  public record Failure(String code, String message, boolean retryable, String step) {

    static Failure of(RenderError error) {
      return new Failure(
          error.getCode(),
          error.getMessage(),
          error.getRetryable(),
          error.getStep().isEmpty() ? null : error.getStep());
    }
  }
}
