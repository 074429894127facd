package io.stillwake.inference.worker;

import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.storage.family.FamilyFolder;
import java.nio.file.Path;
import java.util.List;

/** The model families that a pool's workers serve. */
final class Families {

  private Families() {}

  /**
   * @throws IllegalArgumentException where a descriptor cannot be read, or none is the pool's
   */
  static List<FamilyDescriptor> read(Path folder, String pool) {
    List<FamilyDescriptor> all = FamilyFolder.read(folder);
    List<FamilyDescriptor> served =
        all.stream().filter(family -> family.getPool().equals(pool)).toList();
    if (served.isEmpty()) {
      List<String> pools = all.stream().map(FamilyDescriptor::getPool).distinct().toList();
      throw new IllegalArgumentException(
          "pool: '%s' has no family in '%s' (expected: one of %s)".formatted(pool, folder, pools));
    }
    return served;
  }
}
