package io.stillwake.jobs.prompt;

import io.stillwake.jobs.family.RegionChannels;
import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.proto.MotionKind;
import java.util.List;

/**
 * How much of a picture each motion of a family could act on.
 *
 * @param byRegion mean of each region's map, in the descriptor's order; empty where no maps were
 *     made, and then nothing is known to be missing
 */
public record Coverage(FamilyDescriptor family, List<Double> byRegion) {

  /** What a motion that was asked for by name needs at least; less than half of it is noise. */
  private static final double LEAST = 0.002;

  public Coverage {
    byRegion = List.copyOf(byRegion);
  }

  /** Whether a motion that is asked for has a place to act on. */
  boolean shows(int motion) {
    double wanted = family.getMotions(motion).getAutoCoverage() / 2;
    return of(motion) >= (wanted > 0 ? Math.min(wanted, LEAST) : LEAST);
  }

  /** Whether a picture has so much of it that it moves without being asked for. */
  boolean offers(int motion) {
    MotionKind kind = family.getMotions(motion);
    return byRegion.isEmpty()
        ? kind.getAmount() > 0
        : kind.getAutoCoverage() > 0 && of(motion) >= kind.getAutoCoverage();
  }

  private double of(int motion) {
    List<String> regions = family.getMotions(motion).getRegionsList();
    RegionChannels channels = new RegionChannels(family);
    return byRegion.isEmpty() || regions.isEmpty()
        ? 1
        : regions.stream()
            .map(channels::of)
            .mapToDouble(channel -> channel.isPresent() ? byRegion.get(channel.getAsInt()) : 0)
            .sum();
  }
}
