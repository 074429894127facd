package io.stillwake.ingest.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.stillwake.proto.Upscale;
import io.stillwake.proto.WorkClass;
import java.util.List;
import java.util.Locale;

/**
 * What a render asks for with every default filled in, under the names the request has. Pictures
 * beside the source are told by the ids of their assets.
 *
 * @param rotate clockwise degrees: 0, 90, 180 or 270; applied before the crop
 * @param crop in pixels of the rotated source; null for all of it
 * @param size in pixels; null for the source's aspect at the family's default area
 * @param seed 0 to 2^53 - 1, so that every JSON reader keeps it exact
 * @param restore null where the picture is taken as it is
 * @param stylize null where the picture keeps its style
 * @param animate null where only a picture is asked for
 * @param refine null where the frames are not cleaned up
 * @param regions whether the region maps are a result
 * @param from null where the source is uploaded
 * @param deadlineSeconds from the submission until nobody wants the result; null for never
 */
public record Spec(
    String family,
    int rotate,
    Crop crop,
    Size size,
    long seed,
    Restore restore,
    Stylize stylize,
    Animate animate,
    Refine refine,
    boolean regions,
    From from,
    Priority priority,
    Integer deadlineSeconds) {

  static final long MAX_SEED = (1L << 53) - 1;

  public record Crop(int x, int y, int width, int height) {}

  public record Size(int width, int height) {}

  /**
   * @param strength 0 leaves the picture as it is, 1 cleans the most
   */
  public record Restore(double strength, Enlarge upscale) {}

  /** Whether restoring doubles the sides of the picture; auto: where it is small for the result. */
  public enum Enlarge {
    AUTO(Upscale.UPSCALE_AUTO),
    NONE(Upscale.UPSCALE_NONE),
    TWICE(Upscale.UPSCALE_TWICE);

    private final Upscale message;

    Enlarge(Upscale message) {
      this.message = message;
    }

    @JsonValue
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    Upscale message() {
      return message;
    }

    static Enlarge of(Upscale message) {
      return switch (message) {
        case UPSCALE_NONE -> NONE;
        case UPSCALE_TWICE -> TWICE;
        case UPSCALE_AUTO, UPSCALE_UNSPECIFIED, UNRECOGNIZED -> AUTO;
      };
    }
  }

  /**
   * @param style empty where the prompt or the style picture picks
   * @param strength 0 leaves the picture as it is, 1 is the full style
   * @param stylePicture null where the style is one of the family's
   */
  public record Stylize(
      String style, double strength, String prompt, boolean keepColors, String stylePicture) {}

  /**
   * @param motionStrength 0 is still, 1 is the most the family moves
   * @param plan null where the prompt says what moves
   * @param keepStill null where no mask holds anything still
   */
  public record Animate(
      String prompt,
      String negativePrompt,
      double motionStrength,
      double seconds,
      double fps,
      boolean loop,
      Plan plan,
      List<Mask> masks,
      String keepStill) {

    public Animate {
      // Absent from the manifests of renders that could not have any.
      masks = masks == null ? List.of() : List.copyOf(masks);
    }
  }

  /** What moves, said outright; motions that it does not name are still. */
  public record Plan(List<Motion> motions) {

    public Plan {
      motions = List.copyOf(motions);
    }
  }

  /**
   * @param amount 0 to 1
   * @param direction (0, 0) is the motion's own
   * @param speed 1 is natural
   */
  public record Motion(String motion, double amount, Coordinates direction, double speed) {}

  /**
   * Where a motion is: in a mask, along a stroke, or both.
   *
   * @param mask null where the stroke alone says where
   * @param direction (0, 0) is the stroke's, else the motion's own
   * @param stroke in pixels of the upright source; at least two points, or none
   */
  public record Mask(String motion, String mask, Coordinates direction, List<Coordinates> stroke) {

    public Mask {
      stroke = stroke == null ? List.of() : List.copyOf(stroke);
    }
  }

  /** Along the axes of the picture, y down: a place or a direction. In JSON an array of two. */
  public record Coordinates(double x, double y) {

    public static final Coordinates ZERO = new Coordinates(0, 0);

    @JsonCreator
    static Coordinates of(List<Double> numbers) {
      return new Coordinates(numbers.get(0), numbers.get(1));
    }

    @JsonValue
    List<Double> numbers() {
      return List.of(x, y);
    }
  }

  /**
   * @param strength 0 leaves the frames as they are
   */
  public record Refine(double strength) {}

  /**
   * A result of an earlier render as the source.
   *
   * @param frame of its film; null for its picture
   */
  public record From(String render, Integer frame) {}

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
    return new Spec(
        family,
        rotate,
        crop,
        size,
        resolved,
        restore,
        stylize,
        animate,
        refine,
        regions,
        from,
        priority,
        deadlineSeconds);
  }
}
