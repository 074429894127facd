package io.stillwake.ingest.spec;

import io.stillwake.ingest.http.Fields;
import io.stillwake.ingest.problem.ErrorCode;
import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.proto.MotionKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Reads which motions a film has, and where. */
final class ReadMotions {

  private static final int MAX_NAME = 63;
  private static final int MAX_MOTIONS = 100;
  private static final int MAX_MASKS = 32;
  private static final int MAX_POINTS = 1_000;
  private static final double MAX_COORDINATE = 1_000_000;
  private static final double MIN_SPEED = 0.25;
  private static final double MAX_SPEED = 4;

  private final FamilyDescriptor family;
  private final ReadAssets assets;

  ReadMotions(FamilyDescriptor family, ReadAssets assets) {
    this.family = family;
    this.assets = assets;
  }

  Spec.Plan plan(Fields plan) {
    Set<String> named = new HashSet<>();
    List<Spec.Motion> motions = new ArrayList<>();
    for (Fields entry : plan.objects("motions", MAX_MOTIONS)) {
      Optional<Spec.Motion> motion = motion(entry);
      motion.ifPresent(motions::add);
      if (motion.isPresent() && !named.add(motion.get().motion())) {
        entry.invalid("motion", motion.get().motion() + " again", "each motion once");
      }
    }
    plan.refuseOthers();
    if (motions.isEmpty() && plan.findings().none(plan.pointer())) {
      plan.invalid("motions", "none", "at least one motion");
    }
    return new Spec.Plan(motions);
  }

  private Optional<Spec.Motion> motion(Fields entry) {
    Optional<MotionKind> kind = kind(entry, any -> true);
    Optional<Double> amount = entry.number("amount", 0, 1, ErrorCode.INVALID_REQUEST);
    Spec.Coordinates direction = direction(entry);
    double speed =
        entry.number("speed", MIN_SPEED, MAX_SPEED, ErrorCode.INVALID_REQUEST).orElse(1.0);
    entry.refuseOthers();
    return kind.map(
        known ->
            new Spec.Motion(known.getName(), amount.orElse(known.getAmount()), direction, speed));
  }

  /** What is asked for by masks, not read yet: a family may have no use for it. */
  static List<Fields> masks(Fields animate) {
    return animate.objects("masks", MAX_MASKS);
  }

  List<Spec.Mask> read(List<Fields> entries) {
    List<Spec.Mask> masks = new ArrayList<>();
    for (Fields entry : entries) {
      Optional<MotionKind> kind = kind(entry, known -> known.getRegionsCount() > 0);
      String mask = assets.read(entry, "mask").orElse(null);
      Spec.Coordinates direction = direction(entry);
      List<Spec.Coordinates> stroke = stroke(entry);
      entry.refuseOthers();
      if (mask == null && stroke.isEmpty() && entry.findings().none(entry.pointer())) {
        entry
            .findings()
            .add(
                ErrorCode.INVALID_REQUEST,
                entry.pointer(),
                "neither mask nor stroke",
                "one of them, or both");
      }
      kind.map(known -> new Spec.Mask(known.getName(), mask, direction, stroke))
          .ifPresent(masks::add);
    }
    return masks;
  }

  private static List<Spec.Coordinates> stroke(Fields entry) {
    List<List<Double>> points = entry.pairs("stroke", 0, MAX_COORDINATE, MAX_POINTS);
    if (points.size() == 1 && entry.findings().none(entry.pointer("stroke"))) {
      entry.invalid("stroke", "one point", "at least two");
    }
    return points.stream().map(Spec.Coordinates::of).toList();
  }

  private static Spec.Coordinates direction(Fields entry) {
    return entry.pair("direction", -1, 1).map(Spec.Coordinates::of).orElse(Spec.Coordinates.ZERO);
  }

  /** The motion that an entry names; it has to be one of those that will do there. */
  private Optional<MotionKind> kind(Fields entry, Predicate<MotionKind> suits) {
    Optional<String> name = entry.text("motion", MAX_NAME);
    Optional<MotionKind> kind =
        family.getMotionsList().stream()
            .filter(known -> known.getName().equals(name.orElse("")))
            .findFirst();
    if (kind.filter(suits).isPresent() || !entry.findings().none(entry.pointer("motion"))) {
      return kind.filter(suits);
    }
    String expected =
        family.getMotionsList().stream()
            .filter(suits)
            .map(MotionKind::getName)
            .collect(Collectors.joining(", ", "one of ", ""));
    if (name.isPresent() && kind.isEmpty()) {
      entry.findings().add(ErrorCode.UNKNOWN_MOTION, entry.pointer("motion"), name.get(), expected);
    } else {
      entry.invalid(
          "motion", name.map(known -> known + ", which has no place").orElse("absent"), expected);
    }
    return Optional.empty();
  }
}
