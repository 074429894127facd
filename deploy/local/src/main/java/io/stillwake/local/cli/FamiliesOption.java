package io.stillwake.local.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the model families lie. */
final class FamiliesOption {

  @Option(
      names = "--families",
      paramLabel = "DIR",
      defaultValue = "${env:STILLWAKE_FAMILIES}",
      description =
          "Folder of the model families (default: $$STILLWAKE_FAMILIES, else the checkout's).")
  private Path folder;

  Path folder() {
    return (folder == null ? HomeFolder.families() : folder).toAbsolutePath().normalize();
  }
}
