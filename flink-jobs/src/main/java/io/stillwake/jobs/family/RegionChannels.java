package io.stillwake.jobs.family;

import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.proto.MotionKind;
import io.stillwake.proto.Region;
import java.util.List;
import java.util.OptionalInt;

/** Which channel of a family's region maps is which. */
public final class RegionChannels {

  private static final String STILL = "still";

  /** Axes of a direction, not a part of the picture. */
  private static final String DIRECTION = "direction_";

  /** How far everything is away. */
  private static final String DEPTH = "depth";

  private final FamilyDescriptor family;
  private final List<String> names;

  public RegionChannels(FamilyDescriptor family) {
    this.family = family;
    this.names = family.getRegionsList().stream().map(Region::getName).toList();
  }

  /** Empty for a region that the family does not have. */
  public OptionalInt of(String region) {
    int index = names.indexOf(region);
    return index < 0 ? OptionalInt.empty() : OptionalInt.of(index);
  }

  /** What does not move, whatever else is asked. */
  public OptionalInt still() {
    return of(STILL);
  }

  /** What a mask for a motion paints; empty where it is unknown or moves the whole frame. */
  public OptionalInt ofMotion(String motion) {
    return family.getMotionsList().stream()
        .filter(kind -> kind.getName().equals(motion))
        .map(MotionKind::getRegionsList)
        .flatMap(List::stream)
        .findFirst()
        .map(this::of)
        .orElse(OptionalInt.empty());
  }

  /** Whether some of the picture is this region, so that its share tells something. */
  public static boolean isPart(String region) {
    return isPlace(region) && !region.equals(DEPTH);
  }

  /** Whether a map says where something is, so that it can be looked at and used as a mask. */
  public static boolean isPlace(String region) {
    return !region.startsWith(DIRECTION);
  }
}
