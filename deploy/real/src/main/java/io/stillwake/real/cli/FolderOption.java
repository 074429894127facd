package io.stillwake.real.cli;

import io.stillwake.real.Installed;
import io.stillwake.real.RealStack;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which folder a stack lives in. */
final class FolderOption {

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder that everything lies under (default: .data/real in the checkout).")
  private Path data;

  RealStack stack() {
    Installed installed = Installed.here();
    return new RealStack(
        data == null ? installed.checkout().resolve(".data/real") : data, installed);
  }
}
