package io.stillwake.ingest.setup.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stillwake.storage.ObjectKey;
import io.stillwake.storage.ObjectStore;
import io.stillwake.storage.Sha256;

/**
 * Tries whether the store heeds {@code If-None-Match: *}: on that it rests that a work's output
 * stays what it was announced as.
 */
final class CreatesOnce {

  private CreatesOnce() {}

  /**
   * @param place of an object that is made and deleted again
   */
  static boolean isSeen(ObjectStore store, ObjectKey place) {
    try {
      create(store, place, "first");
      return !create(store, place, "second");
    } finally {
      store.delete(place);
    }
  }

  private static boolean create(ObjectStore store, ObjectKey place, String content) {
    byte[] bytes = content.getBytes(UTF_8);
    return store.create(place, bytes, Sha256.of(bytes), "text/plain", content).isPresent();
  }
}
