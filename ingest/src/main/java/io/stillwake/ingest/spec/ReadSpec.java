package io.stillwake.ingest.spec;

import io.stillwake.ingest.http.Fields;
import io.stillwake.ingest.problem.ErrorCode;
import io.stillwake.ingest.problem.Findings;
import io.stillwake.proto.FamilyDescriptor;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads what a request asks for and fills in every default from the family's descriptor. All that
 * is wrong goes to the findings of the fields.
 */
public final class ReadSpec {

  private static final int MAX_NAME = 63;
  private static final int MAX_COORDINATE = 1_000_000;

  private final Families families;

  public ReadSpec(Families families) {
    this.families = families;
  }

  /**
   * Empty where there is no such family, on which the rest depends. A spec that is there may still
   * have findings.
   */
  public Optional<Resolved> read(Fields body) {
    Findings findings = body.findings();
    Optional<FamilyDescriptor> family = family(body);
    int rotate = rotate(body);
    Spec.Crop crop = body.object("crop").map(ReadSpec::crop).orElse(null);
    OptionalLong seed = seed(body);
    Spec.Priority priority = priority(body);
    Optional<Fields> sizeFields = body.object("size");
    Optional<Fields> stylizeFields = body.object("stylize");
    Optional<Fields> animateFields = body.object("animate");
    if (stylizeFields.isEmpty()
        && animateFields.isEmpty()
        && findings.none("/stylize")
        && findings.none("/animate")) {
      findings.add(ErrorCode.INVALID_REQUEST, "", "nothing to do", "stylize, animate or both");
    }
    if (family.isEmpty()) {
      return Optional.empty();
    }
    ReadSteps steps = new ReadSteps(family.get());
    Spec.Stylize stylize = stylizeFields.map(steps::stylize).orElse(null);
    Spec.Animate animate = animateFields.map(steps::animate).orElse(null);
    Spec.Size size =
        sizeFields
            .flatMap(fields -> ReadSize.read(fields, family.get(), animateFields.isPresent()))
            .orElse(null);
    Spec spec = new Spec(family.get().getName(), rotate, crop, size, 0, stylize, animate, priority);
    return Optional.of(
        new Resolved(spec.withSeed(seed.orElseGet(() -> DerivedSeed.of(spec))), steps.warnings()));
  }

  private Optional<FamilyDescriptor> family(Fields body) {
    String name = body.text("family", MAX_NAME).orElse(Families.DEFAULT);
    Optional<FamilyDescriptor> family = families.find(name);
    if (family.isEmpty() && body.findings().none("/family")) {
      body.findings()
          .add(
              ErrorCode.UNKNOWN_FAMILY, body.pointer("family"), name, "one of " + families.names());
    }
    return family;
  }

  private static int rotate(Fields body) {
    long rotate = body.integer("rotate", 0, 270).orElse(0L);
    if (rotate % 90 != 0) {
      body.invalid("rotate", rotate, "0, 90, 180 or 270");
    }
    return (int) rotate;
  }

  private static Spec.Crop crop(Fields crop) {
    Spec.Crop read =
        new Spec.Crop(
            side(crop, "x", 0),
            side(crop, "y", 0),
            side(crop, "width", 1),
            side(crop, "height", 1));
    crop.refuseOthers();
    return read;
  }

  private static int side(Fields crop, String name, int min) {
    Optional<Long> side = crop.integer(name, min, MAX_COORDINATE);
    if (side.isEmpty() && crop.findings().none(crop.pointer(name))) {
      crop.invalid(name, "absent", "x, y, width and height");
    }
    return side.orElse(0L).intValue();
  }

  private static OptionalLong seed(Fields body) {
    return body.integer("seed", 0, Spec.MAX_SEED)
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  private static Spec.Priority priority(Fields body) {
    String name = body.text("priority", MAX_NAME).orElse(Spec.Priority.INTERACTIVE.wire());
    for (Spec.Priority priority : Spec.Priority.values()) {
      if (priority.wire().equals(name)) {
        return priority;
      }
    }
    body.invalid("priority", name, "interactive or batch");
    return Spec.Priority.INTERACTIVE;
  }

  /** A spec and what the client should know about how it was resolved. */
  public record Resolved(Spec spec, List<String> warnings) {}
}
