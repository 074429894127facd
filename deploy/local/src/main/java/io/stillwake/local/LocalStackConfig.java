package io.stillwake.local;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a local stack needs to know.
 *
 * @param data keeps everything between runs
 * @param families the folder of the model families, {@code deploy/triton}
 * @param fresh whether to delete what earlier runs left in {@code data}
 */
public record LocalStackConfig(Path data, Path families, boolean fresh) {

  public LocalStackConfig {
    data = data.toAbsolutePath().normalize();
    families = families.toAbsolutePath().normalize();
    if (!Files.isRegularFile(families.resolve("reference/family.json"))) {
      throw new IllegalArgumentException(
          "families: " + families + " (expected: a folder with reference/family.json)");
    }
  }
}
