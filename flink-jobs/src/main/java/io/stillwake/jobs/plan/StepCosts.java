package io.stillwake.jobs.plan;

import io.stillwake.proto.FamilyCost;
import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.proto.Picture;
import io.stillwake.proto.RenderSpec;

/**
 * What the steps of a family cost on a picture, as its descriptor estimates. In slot-seconds.
 *
 * @param pixels of the picture that a step makes or works on
 */
record StepCosts(FamilyCost cost, double pixels) {

  private static final double MEGAPIXEL = 1e6;

  /** What a family's costs per frame are given for. */
  private static final double FRAME_PIXELS = 768 * 512;

  static StepCosts of(FamilyDescriptor family, double pixels) {
    return new StepCosts(family.getCost(), pixels);
  }

  static StepCosts of(FamilyDescriptor family, Picture picture) {
    return of(family, (double) picture.getWidth() * picture.getHeight());
  }

  double prepare() {
    return cost.getPrepare() * megapixels();
  }

  /** Of the restored picture. */
  double restore() {
    return cost.getRestore() * megapixels();
  }

  double regions() {
    return cost.getRegions() * megapixels();
  }

  double stylize() {
    return cost.getStylize() * megapixels();
  }

  double anchors(int anchors) {
    return cost.getAnchors() * anchors * frameSize();
  }

  double frames(int frames) {
    return cost.getFrames() * frames * frameSize();
  }

  /** To decode one frame, and to refine it where that is asked for. */
  double decodedFrame(RenderSpec spec) {
    double decode = cost.getDecode() * frameSize();
    return spec.hasRefine() ? decode + cost.getRefine() * frameSize() : decode;
  }

  private double megapixels() {
    return pixels / MEGAPIXEL;
  }

  private double frameSize() {
    return pixels / FRAME_PIXELS;
  }
}
