package io.stillwake.ingest.spec;

import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.storage.family.FamilyFolder;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The model families that renders may ask for, by name. */
public final class Families {

  /** What a request means that names no family. */
  public static final String DEFAULT = "reference";

  private final SortedMap<String, FamilyDescriptor> byName = new TreeMap<>();

  public Families(Collection<FamilyDescriptor> descriptors) {
    descriptors.forEach(descriptor -> byName.put(descriptor.getName(), descriptor));
  }

  /**
   * The families of a folder.
   *
   * @throws IllegalArgumentException where there is none, or one is not a descriptor
   */
  public static Families read(Path folder) {
    return new Families(FamilyFolder.read(folder));
  }

  public Optional<FamilyDescriptor> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** In the order of their names. */
  public List<FamilyDescriptor> all() {
    return List.copyOf(byName.values());
  }

  public String names() {
    return String.join(", ", byName.keySet());
  }
}
