package io.stillwake.jobs.failure;

import io.stillwake.jobs.work.StepName;
import io.stillwake.proto.RenderError;
import io.stillwake.proto.RenderSpec;
import io.stillwake.proto.WorkResult;
import java.util.List;
import java.util.Set;

/** Why a render ended, in the words that the API, the manifest and the events share. */
public final class RenderErrors {

  /** The code of what was not done in the time that it was wanted in. */
  public static final String DEADLINE_PASSED = "deadline_passed";

  /** Another try of the same render can succeed: nothing about its input was wrong. */
  private static final Set<String> RETRYABLE =
      Set.of(
          "upload_missing",
          "model_failed",
          "model_unavailable",
          "store_unavailable",
          "work_expired",
          DEADLINE_PASSED,
          "internal");

  private RenderErrors() {}

  /** One that happened before any step ran. */
  public static RenderError of(String code, String message) {
    return RenderError.newBuilder()
        .setCode(code)
        .setMessage(message)
        .setRetryable(RETRYABLE.contains(code))
        .build();
  }

  /**
   * @param known the families that are served
   */
  public static RenderError unknownFamily(String name, List<String> known) {
    return of("unknown_family", "family: '%s' (expected: one of %s)".formatted(name, known));
  }

  /** Of a render that is not done in the time its request gives it. */
  public static RenderError deadlinePassed(RenderSpec spec) {
    return of(
        DEADLINE_PASSED,
        "deadline_seconds: %d s have passed (expected: the render to end within them)"
            .formatted(spec.getDeadlineSeconds()));
  }

  /** What a failed item of work means for its render. */
  public static RenderError of(WorkResult failed) {
    return of(failed.getFailure().getCode(), failed.getFailure().getMessage()).toBuilder()
        .setStep(StepName.of(failed.getKind()))
        .setWorkId(failed.getWorkId())
        .build();
  }
}
