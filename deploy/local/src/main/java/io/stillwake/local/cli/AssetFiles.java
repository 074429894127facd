package io.stillwake.local.cli;

import io.stillwake.local.client.ApiClient;
import io.stillwake.storage.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Masks and style pictures that a request names. Their ids are the hashes of their bytes, so a
 * request can be put together before the server has seen them.
 */
final class AssetFiles {

  private static final long MAX_BYTES = 8_000_000;

  private final Map<String, Path> files = new LinkedHashMap<>();

  /**
   * The id of a file, which has to be there; the server looks closely.
   *
   * @param option that names it, for messages
   */
  String id(String option, Path file) {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw CommandFailure.usage(option + ": " + file + " (expected: a readable file)");
    }
    try {
      long size = Files.size(file);
      if (size == 0 || size > MAX_BYTES) {
        throw CommandFailure.usage(
            "%s: %s has %,d bytes (expected: a PNG, JPEG or WebP of 1 to %,d)"
                .formatted(option, file, size, MAX_BYTES));
      }
      String id = Sha256.of(file);
      files.put(id, file);
      return id;
    } catch (IOException e) {
      throw CommandFailure.usage(option + ": cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /** Sends them, so that a request can name them. */
  void give(ApiClient api) {
    for (Path file : files.values()) {
      ApiCall.of(api, () -> api.keepAsset(file));
    }
  }
}
