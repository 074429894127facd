package io.stillwake.storage.family;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toUnmodifiableList;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.stillwake.proto.FamilyDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A folder of model families, each with its descriptor in {@code <family>/family.json}. */
public final class FamilyFolder {

  private static final String DESCRIPTOR = "family.json";

  private FamilyFolder() {}

  /**
   * The descriptors of all families, in the order of their names.
   *
   * @throws IllegalArgumentException where there is none, one is no descriptor, one is not named
   *     like its folder, or one breaks {@link ChunkingRules}
   */
  public static List<FamilyDescriptor> read(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      List<FamilyDescriptor> families =
          entries
              .filter(entry -> Files.isRegularFile(entry.resolve(DESCRIPTOR)))
              .sorted()
              .map(FamilyFolder::descriptor)
              .toList();
      if (families.isEmpty()) {
        throw new IllegalArgumentException(
            "families: '%s' has none (expected: folders with a %s)".formatted(folder, DESCRIPTOR));
      }
      return families;
    } catch (IOException e) {
      throw new UncheckedIOException("families: cannot list folder '" + folder + "'", e);
    }
  }

  /**
   * The names of all families by the pool whose workers serve them.
   *
   * @throws IllegalArgumentException as {@link #read}
   */
  public static SortedMap<String, List<String>> byPool(Path folder) {
    return read(folder).stream()
        .collect(
            groupingBy(
                FamilyDescriptor::getPool,
                TreeMap::new,
                mapping(FamilyDescriptor::getName, toUnmodifiableList())));
  }

  private static FamilyDescriptor descriptor(Path folder) {
    Path file = folder.resolve(DESCRIPTOR);
    FamilyDescriptor.Builder family = FamilyDescriptor.newBuilder();
    try {
      JsonFormat.parser().merge(Files.readString(file, UTF_8), family);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(
          "family: '%s' is no family descriptor: %s".formatted(file, e.getMessage()), e);
    } catch (IOException e) {
      throw new UncheckedIOException("family: cannot read '" + file + "'", e);
    }
    if (!family.getName().equals(String.valueOf(folder.getFileName()))) {
      throw new IllegalArgumentException(
          "name: '%s' in '%s' (expected: '%s', its folder)"
              .formatted(family.getName(), file, folder.getFileName()));
    }
    return ChunkingRules.require(family.build());
  }
}
