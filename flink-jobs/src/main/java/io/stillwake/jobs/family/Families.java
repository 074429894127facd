package io.stillwake.jobs.family;

import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.storage.family.FamilyFolder;
import io.stillwake.storage.family.PlanningRules;
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
    descriptors.forEach(
        descriptor -> byName.put(descriptor.getName(), PlanningRules.require(descriptor)));
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
}
