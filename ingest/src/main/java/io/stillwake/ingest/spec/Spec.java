package io.stillwake.ingest.spec;

import com.fasterxml.jackson.annotation.JsonValue;
import io.stillwake.proto.WorkClass;
import java.util.Locale;

/**
 * What a render asks for with every default filled in, under the names the request has.
 *
 * @param rotate clockwise degrees: 0, 90, 180 or 270; applied before the crop
 * @param crop in pixels of the rotated source; null for all of it
 * @param size in pixels; null for the source's aspect at the family's default area
 * @param seed 0 to 2^53 - 1, so that every JSON reader keeps it exact
 * @param stylize null where the picture keeps its style
 * @param animate null where only a picture is asked for
 */
public record Spec(
    String family,
    int rotate,
    Crop crop,
    Size size,
    long seed,
    Stylize stylize,
    Animate animate,
    Priority priority) {

  static final long MAX_SEED = (1L << 53) - 1;

  public record Crop(int x, int y, int width, int height) {}

  public record Size(int width, int height) {}

  /**
   * @param strength 0 leaves the picture as it is, 1 is the full style
   */
  public record Stylize(String style, double strength, String prompt) {}

  /**
   * @param motionStrength 0 is still, 1 is the most the family moves
   */
  public record Animate(
      String prompt,
      String negativePrompt,
      double motionStrength,
      double seconds,
      double fps,
      boolean loop) {}

  /** Admission order: interactive work goes ahead of batch work. */
  public enum Priority {
    INTERACTIVE(WorkClass.WORK_CLASS_INTERACTIVE),
    BATCH(WorkClass.WORK_CLASS_BATCH);

    private final WorkClass workClass;

    Priority(WorkClass workClass) {
      this.workClass = workClass;
    }

    @JsonValue
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    WorkClass workClass() {
      return workClass;
    }

    static Priority of(WorkClass workClass) {
      return workClass == WorkClass.WORK_CLASS_BATCH ? BATCH : INTERACTIVE;
    }
  }

  Spec withSeed(long resolved) {
    return new Spec(family, rotate, crop, size, resolved, stylize, animate, priority);
  }
}
