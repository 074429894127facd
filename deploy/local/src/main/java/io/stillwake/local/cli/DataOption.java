package io.stillwake.local.cli;

import io.stillwake.local.StackAddresses;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which data folder a stack has, and where it listens if it runs. */
final class DataOption {

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder that keeps renders between runs (default: .data in the checkout).")
  private Path data;

  Path folder() {
    return (data == null ? HomeFolder.data() : data).toAbsolutePath().normalize();
  }

  /** The stack that runs on the folder; empty where none does. */
  Optional<StackAddresses> running() {
    try {
      return StackAddresses.running(folder());
    } catch (IOException e) {
      throw CommandFailure.usage("data folder " + folder() + ": " + e.getMessage(), e);
    }
  }
}
