package io.stillwake.storage;

import io.stillwake.proto.WorkClass;
import java.util.List;
import java.util.Locale;

/** The names of Kafka topics and of the workers' share groups; no other class spells one. */
public final class Topics {

  public static final String UPLOADS = "uploads";
  public static final String RENDER_COMMANDS = "render-commands";
  public static final String WORK_REQUESTS = "work-requests";
  public static final String WORK_CANCELLATIONS = "work-cancellations";
  public static final String WORK_RESULTS = "work-results";
  public static final String WORKER_STATUS = "worker-status";
  public static final String LATENT_CHUNKS = "latent-chunks";
  public static final String RENDER_PROGRESS = "render-progress";
  public static final String RENDER_EVENTS = "render-events";
  public static final String DEAD_LETTERS = "dead-letters";

  private Topics() {}

  /** Every topic that does not belong to one pool, in the order of the flow. */
  public static List<String> fixed() {
    return List.of(
        UPLOADS,
        RENDER_COMMANDS,
        WORK_REQUESTS,
        WORK_CANCELLATIONS,
        WORK_RESULTS,
        WORKER_STATUS,
        LATENT_CHUNKS,
        RENDER_PROGRESS,
        RENDER_EVENTS,
        DEAD_LETTERS);
  }

  /**
   * What a pool's workers pull from; one partition each, so that the order of dispatch is the order
   * of work.
   *
   * @throws IllegalArgumentException where the class is not set
   */
  public static String work(String pool, WorkClass workClass) {
    return "work." + pool + "." + word(workClass);
  }

  /** Both topics of a pool, the interactive one first. */
  public static List<String> work(String pool) {
    return List.of(
        work(pool, WorkClass.WORK_CLASS_INTERACTIVE), work(pool, WorkClass.WORK_CLASS_BATCH));
  }

  /** The share group that a pool's workers pull as. */
  public static String workers(String pool) {
    return "workers." + pool;
  }

  private static String word(WorkClass workClass) {
    return switch (workClass) {
      case WORK_CLASS_INTERACTIVE -> "interactive";
      case WORK_CLASS_BATCH -> "batch";
      case WORK_CLASS_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException(
              "work class: %s (expected: interactive or batch)"
                  .formatted(workClass.name().toLowerCase(Locale.ROOT)));
    };
  }
}
