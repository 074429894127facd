package io.stillwake.local.cli;

import java.nio.file.Path;

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
}
