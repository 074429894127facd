package io.stillwake.local.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * A photo on this machine, checked as far as a client can: it is there, has bytes, is not too large
 * and starts like a picture. The server looks closely.
 */
record Photo(Path file, long size, String mediaType) {

  private static final long MAX_BYTES = 16_000_000;

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
      byte[] head;
      try (InputStream in = Files.newInputStream(file)) {
        head = in.readNBytes(32);
      }
      String mediaType =
          sniff(head)
              .orElseThrow(
                  () ->
                      CommandFailure.usage(
                          "photo: "
                              + file
                              + " is not a picture that is taken"
                              + " (expected: JPEG, PNG, WebP, AVIF or HEIC)"));
      return new Photo(file, size, mediaType);
    } catch (IOException e) {
      throw CommandFailure.usage("photo: cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static Optional<String> sniff(byte[] head) {
    if (startsWith(head, 0, "\u00ff\u00d8\u00ff")) {
      return Optional.of("image/jpeg");
    }
    if (startsWith(head, 0, "\u0089PNG\r\n")) {
      return Optional.of("image/png");
    }
    if (startsWith(head, 0, "RIFF") && startsWith(head, 8, "WEBP")) {
      return Optional.of("image/webp");
    }
    if (startsWith(head, 4, "ftypavif") || startsWith(head, 4, "ftypavis")) {
      return Optional.of("image/avif");
    }
    boolean heif =
        startsWith(head, 4, "ftyp")
            && Arrays.asList("heic", "heix", "heim", "heis", "hevc", "mif1", "msf1").stream()
                .anyMatch(brand -> startsWith(head, 8, brand));
    return heif ? Optional.of("image/heic") : Optional.empty();
  }

  private static boolean startsWith(byte[] head, int offset, String latin1) {
    if (head.length < offset + latin1.length()) {
      return false;
    }
    for (int i = 0; i < latin1.length(); i++) {
      if ((head[offset + i] & 0xff) != latin1.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
