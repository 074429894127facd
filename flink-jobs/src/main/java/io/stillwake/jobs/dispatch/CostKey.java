package io.stillwake.jobs.dispatch;

import io.stillwake.proto.ModelCall;
import io.stillwake.proto.WorkItem;

/**
 * What items must share for the cost of one to tell something of the other's.
 *
 * @param model empty for an item that calls none
 * @param width of the picture that the model works on, in pixels; 0 where nobody knows
 * @param frames that it makes; 0 where nobody knows
 */
record CostKey(String model, int width, int height, int frames) {

  static CostKey of(WorkItem item) {
    return new CostKey(
        model(item), item.getSize().getWidth(), item.getSize().getHeight(), item.getFrameCount());
  }

  /** What is known of the model, whatever it works on. */
  CostKey anySize() {
    return new CostKey(model, 0, 0, 0);
  }

  /** As the key of kept state. */
  @Override
  public String toString() {
    return model + "/" + width + "x" + height + "/" + frames;
  }

  private static String model(WorkItem item) {
    return switch (item.getTaskCase()) {
      case STYLIZE -> item.getStylize().getCall().getModel();
      case ANCHORS -> item.getAnchors().getCall().getModel();
      case FRAMES -> item.getFrames().getCall().getModel();
      case DECODE ->
          item.getDecode().hasRefine()
              ? both(item.getDecode().getCall(), item.getDecode().getRefine())
              : item.getDecode().getCall().getModel();
      case RESTORE -> item.getRestore().getCall().getModel();
      case REGIONS ->
          item.getRegions().hasBrush()
              ? both(item.getRegions().getCall(), item.getRegions().getBrush())
              : item.getRegions().getCall().getModel();
      case FIND, PREPARE, ASSEMBLE, TASK_NOT_SET -> "";
    };
  }

  private static String both(ModelCall first, ModelCall second) {
    return first.getModel() + "+" + second.getModel();
  }
}
