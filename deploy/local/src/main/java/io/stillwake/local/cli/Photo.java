package io.stillwake.local.cli;

import io.stillwake.inference.media.MediaException;
import io.stillwake.inference.media.SourceFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A photo on this machine, checked as far as a client can: it is there, has bytes, is not too large
 * and starts like a picture. The server looks closely.
 */
record Photo(Path file, long size, String mediaType) {

  private static final long MAX_BYTES = 16_000_000;
  private static final int HEAD = 1024;

  static Photo open(Path file) {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw CommandFailure.usage("photo: " + file + " (expected: a readable file)");
    }
    try {
      long size = Files.size(file);
      if (size == 0) {
        throw CommandFailure.usage("photo: " + file + " is empty (expected: a picture)");
      }
      if (size > MAX_BYTES) {
        throw CommandFailure.usage(
            "photo: %s has %,d bytes (expected: at most %,d)".formatted(file, size, MAX_BYTES));
      }
      return new Photo(file, size, format(file).mediaType());
    } catch (IOException e) {
      throw CommandFailure.usage("photo: cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static SourceFormat format(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return SourceFormat.of(in.readNBytes(HEAD));
    } catch (MediaException e) {
      throw CommandFailure.usage("photo: " + file + ": " + e.getMessage(), e);
    }
  }
}
