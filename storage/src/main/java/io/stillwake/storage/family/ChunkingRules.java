package io.stillwake.storage.family;

import io.stillwake.proto.Chunking;
import io.stillwake.proto.FamilyDescriptor;

/**
 * What a descriptor may say of the way its films are split. Whoever reads descriptors goes by the
 * same rules.
 */
public final class ChunkingRules {

  private ChunkingRules() {}

  /**
   * @throws IllegalArgumentException where the descriptor breaks a rule; the message names the
   *     field
   */
  public static FamilyDescriptor require(FamilyDescriptor family) {
    Chunking chunking = family.getChunking();
    require(
        family,
        family.getOverlap() == 0 || chunking == Chunking.WINDOWS,
        "overlap",
        family.getOverlap(),
        "0, as its chunking is " + chunking);
    require(
        family,
        family.getOverlap() >= 0 && family.getOverlap() <= Math.max(0, family.getFramesPerChunk()),
        "overlap",
        family.getOverlap(),
        "0 to frames_per_chunk, " + family.getFramesPerChunk());
    require(
        family,
        !family.getLoops() || chunking == Chunking.KEYFRAMES,
        "loops",
        true,
        "false, as its chunking is " + chunking);
    require(
        family,
        family.getLeadIn() <= 1 || !leadsInWithItsAnchor(family),
        "lead_in",
        family.getLeadIn(),
        "0 or 1, as the latent frame under an anchor is a chunk's only lead-in");
    return family;
  }

  /**
   * Whether a chunk's left anchor is a single picture where the film has a run of frames, so that
   * the chunk before makes the latent frame there, and the chunk's own one is dropped.
   */
  public static boolean leadsInWithItsAnchor(FamilyDescriptor family) {
    return switch (family.getChunking()) {
      case KEYFRAMES -> family.getTemporalStride() > 1;
      case WINDOWS -> true;
      case WHOLE, CHUNKING_UNSPECIFIED, UNRECOGNIZED -> false;
    };
  }

  static void require(
      FamilyDescriptor family, boolean holds, String name, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "%s: %s of family '%s' (expected: %s)"
              .formatted(name, value, family.getName(), expected));
    }
  }
}
