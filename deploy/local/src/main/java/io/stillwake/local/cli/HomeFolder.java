package io.stillwake.local.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The checkout that the launcher started from. */
final class HomeFolder {

  private HomeFolder() {}

  static Path root() {
    return Path.of(System.getProperty("stillwake.home", ".")).toAbsolutePath().normalize();
  }

  /** Where a stack keeps its data unless told otherwise. */
  static Path data() {
    return root().resolve(".data");
  }

  static Path families() {
    return root().resolve("deploy/triton");
  }

  /** The Python package of the diffusion families; empty where there is no checkout. */
  static Optional<Path> diffusion() {
    return Optional.of(families().resolve("diffusion")).filter(Files::isDirectory);
  }
}
