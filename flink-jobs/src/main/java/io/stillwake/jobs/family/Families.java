package io.stillwake.jobs.family;

import io.stillwake.proto.Chunking;
import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.storage.family.ChunkingRules;
import io.stillwake.storage.family.FamilyFolder;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The model families that renders may name. Read when a job is built and shipped with its
 * operators, so that all of them plan by the same descriptors.
 */
public final class Families implements Serializable {

  private static final long serialVersionUID = 1L;

  private final TreeMap<String, FamilyDescriptor> byName = new TreeMap<>();

  private Families(List<FamilyDescriptor> descriptors) {
    descriptors.forEach(descriptor -> byName.put(descriptor.getName(), checked(descriptor)));
  }

  public static Families of(FamilyDescriptor... descriptors) {
    return new Families(List.of(descriptors));
  }

  /**
   * Reads the descriptors of a folder.
   *
   * @throws IllegalArgumentException where there is none, or one cannot be planned by
   */
  public static Families load(Path folder) {
    return new Families(FamilyFolder.read(folder));
  }

  public Optional<FamilyDescriptor> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** For messages. */
  public List<String> names() {
    return List.copyOf(byName.keySet());
  }

  /** Whose workers run their models. */
  public SortedSet<String> pools() {
    return byName.values().stream()
        .map(FamilyDescriptor::getPool)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static FamilyDescriptor checked(FamilyDescriptor family) {
    require(family, !family.getName().isEmpty(), "name", "''", "a name");
    require(family, !family.getPool().isEmpty(), "pool", "''", "a pool's name");
    require(
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
    require(family, value >= least, name, value, "at least " + least);
  }

  private static void require(
      FamilyDescriptor family, boolean holds, String name, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "%s: %s of family '%s' (expected: %s)"
              .formatted(name, value, family.getName(), expected));
    }
  }
}
