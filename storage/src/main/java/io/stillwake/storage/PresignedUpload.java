package io.stillwake.storage;

import java.net.URI;
import java.time.Instant;
import java.util.Map;

/**
 * How to send one object. For {@code PUT} send {@code fields} as headers and the bytes as the body;
 * the length is signed too, and every HTTP client sends that header by itself. For {@code POST}
 * send {@code fields} as form fields, then the bytes as the last field, {@code file}.
 */
public record PresignedUpload(
    String method, URI url, Map<String, String> fields, Instant expiresAt) {

  public PresignedUpload {
    fields = Map.copyOf(fields);
  }

  /** The signature is a secret for as long as it is valid. */
  @Override
  public String toString() {
    return "PresignedUpload[%s %s, expires %s]".formatted(method, url.getPath(), expiresAt);
  }
}
