package io.stillwake.storage.family;

import io.stillwake.proto.Chunking;
import io.stillwake.proto.FamilyDescriptor;

/** What a descriptor must say before films can be planned by it. */
public final class PlanningRules {

  private PlanningRules() {}

  /**
   * @throws IllegalArgumentException where it cannot be planned by; the message names the field
   */
  public static FamilyDescriptor require(FamilyDescriptor family) {
    ChunkingRules.require(family, !family.getName().isEmpty(), "name", "''", "a name");
    ChunkingRules.require(family, !family.getPool().isEmpty(), "pool", "''", "a pool's name");
    ChunkingRules.require(
        family,
        family.getChunking() != Chunking.CHUNKING_UNSPECIFIED,
        "chunking",
        family.getChunking(),
        "KEYFRAMES, WINDOWS or WHOLE");
    atLeast(family, 1, "temporal_stride", family.getTemporalStride());
    atLeast(family, 1, "spatial_stride", family.getSpatialStride());
    atLeast(family, 1, "segment_frames", family.getSegmentFrames());
    atLeast(family, 0, "decode_overlap", family.getDecodeOverlap());
    atLeast(family, 0, "lead_in", family.getLeadIn());
    if (family.getChunking() != Chunking.WHOLE) {
      atLeast(family, 1, "frames_per_chunk", family.getFramesPerChunk());
    }
    return ChunkingRules.require(family);
  }

  private static void atLeast(FamilyDescriptor family, int least, String name, int value) {
    ChunkingRules.require(family, value >= least, name, value, "at least " + least);
  }
}
