package io.stillwake.inference.worker;

/** Tensors that the worker itself gives or takes; all others are the planner's parameters. */
final class TensorName {

  static final String PICTURE = "picture";
  static final String RESTORED = "restored";
  static final String STYLE_PICTURE = "style_picture";
  static final String STYLIZED = "stylized";

  static final String REGIONS = "regions";
  static final String MASKS = "masks";
  static final String MASK_REGION = "mask_region";
  static final String MASK_GIVEN = "mask_given";
  static final String MASK_DIRECTION = "mask_direction";
  static final String STROKE = "stroke";
  static final String PAINTED = "painted";

  static final String FRAME = "frame";
  static final String ANCHORS = "anchors";
  static final String LEFT_ANCHOR = "left_anchor";
  static final String RIGHT_ANCHOR = "right_anchor";
  static final String LEFT_FRAME = "left_frame";
  static final String RIGHT_FRAME = "right_frame";
  static final String LATENTS = "latents";

  static final String FRAMES = "frames";
  static final String REFINED = "refined";

  static final String REQUEST = "request";
  static final String DONE = "done";
  static final String TOTAL = "total";

  private TensorName() {}
}
