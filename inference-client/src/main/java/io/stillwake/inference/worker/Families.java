package io.stillwake.inference.worker;

import com.google.protobuf.util.JsonFormat;
import io.stillwake.proto.FamilyDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The model families that a pool's workers serve, from their descriptors. */
final class Families {

  private Families() {}

  /**
   * Reads every {@code <folder>/<family>/family.json} and keeps the pool's.
   *
   * @throws IllegalArgumentException where a descriptor cannot be read, or none is the pool's
   */
  static List<FamilyDescriptor> read(Path folder, String pool) {
    List<FamilyDescriptor> families = new ArrayList<>();
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path file : entries.map(entry -> entry.resolve("family.json")).sorted().toList()) {
        if (Files.exists(file)) {
          families.add(parse(file));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("families: cannot list folder '" + folder + "'", e);
    }
    List<String> pools = families.stream().map(FamilyDescriptor::getPool).distinct().toList();
    families.removeIf(family -> !family.getPool().equals(pool));
    if (families.isEmpty()) {
      throw new IllegalArgumentException(
          "pool: '%s' has no family in '%s' (expected: one of %s)".formatted(pool, folder, pools));
    }
    return List.copyOf(families);
  }

  private static FamilyDescriptor parse(Path file) throws IOException {
    FamilyDescriptor.Builder family = FamilyDescriptor.newBuilder();
    try {
      JsonFormat.parser().merge(Files.readString(file), family);
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(
          "family: '%s' is no family descriptor: %s".formatted(file, e.getMessage()), e);
    }
    return family.build();
  }
}
