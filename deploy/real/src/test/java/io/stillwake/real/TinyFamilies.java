package io.stillwake.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;

/** Every diffusion family with tiny random weights, written as an operator writes real ones. */
final class TinyFamilies {

  private TinyFamilies() {}

  /** Their folder, as a stack serves it. */
  static Path write(Path folder) throws IOException, InterruptedException {
    Installed installed = RunningStack.installed();
    Process writer =
        new ProcessBuilder(
                installed.diffusion().resolve("bin/python").toString(),
                "-m",
                "tiny.families",
                folder.toString())
            .directory(installed.families().resolve("diffusion").toFile())
            .inheritIO()
            .start();
    assertThat(writer.waitFor()).as("python -m tiny.families").isZero();
    return folder;
  }
}
