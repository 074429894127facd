package io.stillwake.inference.worker;

import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkOutput;

/**
 * One kind of work: makes the output of one item. It knows nothing of queues, commit markers and
 * results, and may be run any number of times.
 */
sealed interface Work
    permits AssembleFilm,
        DecodeSegment,
        FindUpload,
        MakeAnchors,
        MakeFrames,
        MakeRegions,
        PreparePicture,
        RestorePicture,
        StylizePicture {

  /** Makes the output, and stores what goes with it. */
  WorkOutput perform(Attempt attempt) throws WorkStopped, InterruptedException;

  /**
   * Gives the render its own copies; called before the result is announced, for an output of this
   * attempt and of an earlier one alike.
   *
   * @return the output as the render sees it
   */
  default WorkOutput publish(WorkOutput output, Attempt attempt)
      throws WorkStopped, InterruptedException {
    return output;
  }

  /** Whether the same item always means the same output, so that it is made only once. */
  default boolean isRepeatable() {
    return true;
  }

  /** Whether it calls models, and so waits for slots. */
  default boolean callsModels() {
    return true;
  }

  /** The work that an item asks for. */
  static Work of(WorkItem item) throws WorkFailed {
    return switch (item.getTaskCase()) {
      case FIND -> new FindUpload(item.getFind());
      case PREPARE -> new PreparePicture(item.getPrepare());
      case RESTORE -> new RestorePicture(item.getRestore());
      case REGIONS -> new MakeRegions(item.getRegions());
      case STYLIZE -> new StylizePicture(item.getStylize());
      case ANCHORS -> new MakeAnchors(item.getAnchors());
      case FRAMES -> new MakeFrames(item.getFrames());
      case DECODE -> new DecodeSegment(item.getDecode());
      case ASSEMBLE -> new AssembleFilm(item.getAssemble());
      case TASK_NOT_SET ->
          throw WorkFailed.forGood(
              WorkFailed.INVALID_REQUEST,
              "work: %s item has no task that this worker knows".formatted(item.getKind()));
    };
  }
}
