package io.stillwake.local.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the model families lie. */
final class FamiliesOption {

  @Option(
      names = "--families",
      paramLabel = "DIR",
      defaultValue = "${env:STILLWAKE_FAMILIES}",
      description =
          "Folder of the model families (default: $$STILLWAKE_FAMILIES, else what the stack was"
              + " told to serve, else the checkout's).")
  private Path folder;

  Path folder() {
    return or(HomeFolder.families());
  }

  /**
   * @param data of a stack; deploy/real/up leaves a link to its families there
   */
  Path folder(Path data) {
    Path told = data.resolve("families");
    return or(Files.isDirectory(told) ? told : HomeFolder.families());
  }

  private Path or(Path otherwise) {
    return (folder == null ? otherwise : folder).toAbsolutePath().normalize();
  }
}
