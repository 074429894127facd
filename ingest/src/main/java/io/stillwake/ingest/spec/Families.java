package io.stillwake.ingest.spec;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.stillwake.proto.FamilyDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The model families that renders may ask for, by name. */
public final class Families {

  /** What a request means that names no family. */
  public static final String DEFAULT = "reference";

  private final SortedMap<String, FamilyDescriptor> byName = new TreeMap<>();

  public Families(Collection<FamilyDescriptor> descriptors) {
    descriptors.forEach(descriptor -> byName.put(descriptor.getName(), descriptor));
  }

  /**
   * Reads {@code <folder>/<family>/family.json} of every family.
   *
   * @throws IllegalArgumentException where there is none, or one is not a descriptor
   */
  public static Families read(Path folder) {
    try (Stream<Path> children = Files.list(folder)) {
      List<FamilyDescriptor> descriptors =
          children
              .map(child -> child.resolve("family.json"))
              .filter(Files::isRegularFile)
              .map(Families::descriptor)
              .toList();
      if (descriptors.isEmpty()) {
        throw new IllegalArgumentException(
            "families: %s (expected: a folder with <family>/family.json)".formatted(folder));
      }
      return new Families(descriptors);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "families: %s (expected: a readable folder)".formatted(folder), e);
    }
  }

  private static FamilyDescriptor descriptor(Path file) {
    try {
      FamilyDescriptor.Builder descriptor = FamilyDescriptor.newBuilder();
      JsonFormat.parser().merge(Files.readString(file), descriptor);
      return descriptor.build();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(
          "family: %s (expected: a family descriptor): %s".formatted(file, e.getMessage()), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
