package io.stillwake.ingest.spec;

import io.stillwake.ingest.http.Fields;
import io.stillwake.ingest.problem.ErrorCode;
import io.stillwake.ingest.problem.Findings;
import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.proto.ObjectRef;
import io.stillwake.proto.RenderSpec;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Reads what a request asks for and fills in every default from the family's descriptor. All that
 * is wrong goes to the findings of the fields.
 */
public final class ReadSpec {

  private static final int MAX_NAME = 63;
  private static final int MAX_COORDINATE = 1_000_000;

  /** In seconds: a day. */
  private static final int MAX_DEADLINE = 86_400;

  private final Families families;

  public ReadSpec(Families families) {
    this.families = families;
  }

  /**
   * Empty where there is no such family, on which the rest depends. A spec that is there may still
   * have findings.
   *
   * @param lookup of the tenant who asks
   */
  public Optional<Resolved> read(Fields body, AssetLookup lookup) {
    Findings findings = body.findings();
    Optional<FamilyDescriptor> family = family(body);
    int rotate = rotate(body);
    Spec.Crop crop = body.object("crop").map(ReadSpec::crop).orElse(null);
    OptionalLong seed = seed(body);
    Spec.Priority priority = priority(body);
    Integer deadline =
        body.integer("deadline_seconds", 1, MAX_DEADLINE).map(Long::intValue).orElse(null);
    Optional<Fields> sizeFields = body.object("size");
    Asked asked = Asked.of(body);
    if (asked.nothing()) {
      findings.add(
          ErrorCode.INVALID_REQUEST,
          "",
          "nothing to do",
          "at least one of restore, stylize, animate and regions");
    }
    if (asked.refine().isPresent() && asked.animate().isEmpty() && findings.none("/animate")) {
      body.invalid("refine", "without animate", "animate, whose frames it refines");
    }
    Spec.From from = body.object("from").map(ReadSpec::from).orElse(null);
    if (family.isEmpty()) {
      return Optional.empty();
    }
    ReadAssets assets = new ReadAssets(lookup);
    ReadSteps steps = new ReadSteps(family.get(), assets);
    Spec.Size size =
        sizeFields
            .flatMap(fields -> ReadSize.read(fields, family.get(), asked.animate().isPresent()))
            .orElse(null);
    Spec spec =
        new Spec(
            family.get().getName(),
            rotate,
            crop,
            size,
            0,
            asked.restore().map(steps::restore).orElse(null),
            asked.stylize().map(steps::stylize).orElse(null),
            asked.animate().map(steps::animate).orElse(null),
            asked.refine().map(steps::refine).orElse(null),
            steps.regions(body, asked.regions()),
            from,
            priority,
            deadline);
    return Optional.of(
        new Resolved(spec.withSeed(seed.orElseGet(() -> DerivedSeed.of(spec))), assets.found()));
  }

  /** The parts of a request that make something; what is malformed counts as asked for. */
  private record Asked(
      Optional<Fields> restore,
      Optional<Fields> stylize,
      Optional<Fields> animate,
      Optional<Fields> refine,
      boolean regions,
      boolean nothing) {

    static Asked of(Fields body) {
      Optional<Fields> restore = body.object("restore");
      Optional<Fields> stylize = body.object("stylize");
      Optional<Fields> animate = body.object("animate");
      Optional<Fields> refine = body.object("refine");
      boolean regions = body.flag("regions").orElse(false);
      boolean nothing =
          restore.isEmpty()
              && stylize.isEmpty()
              && animate.isEmpty()
              && !regions
              && Stream.of("/restore", "/stylize", "/animate", "/regions")
                  .allMatch(body.findings()::none);
      return new Asked(restore, stylize, animate, refine, regions, nothing);
    }
  }

  private static Spec.From from(Fields from) {
    Optional<String> render = from.text("render", MAX_NAME);
    if (render.isEmpty() && from.findings().none(from.pointer("render"))) {
      from.invalid("render", "absent", "the id of a render");
    }
    // Which frames there are is known from the render.
    Optional<Long> frame = from.integer("frame", Integer.MIN_VALUE, Integer.MAX_VALUE);
    from.refuseOthers();
    return new Spec.From(render.orElse(""), frame.map(Long::intValue).orElse(null));
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

  /** A spec and where the assets lie that it names, by their ids. */
  public record Resolved(Spec spec, Map<String, ObjectRef> assets) {

    public RenderSpec message() {
      return SpecMessages.message(spec, assets::get);
    }
  }
}
