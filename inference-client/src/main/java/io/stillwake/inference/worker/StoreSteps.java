package io.stillwake.inference.worker;

import io.stillwake.proto.ObjectRef;
import io.stillwake.storage.ObjectKey;
import io.stillwake.storage.ObjectMissingException;
import io.stillwake.storage.ObjectStore;
import io.stillwake.storage.Sha256;
import io.stillwake.storage.StorageException;
import io.stillwake.storage.StoredObject;
import java.util.Optional;

/**
 * The store as one execution of an item uses it: timed, tried again while it is away, left where
 * nobody wants the item any more. Throws {@link ObjectMissingException} where the store does.
 */
final class StoreSteps {

  private final ObjectStore store;
  private final Backoff backoff;
  private final Held held;
  private final Stopwatch stopwatch;

  /** A step on the store. */
  private interface Step<T> {
    T run();
  }

  StoreSteps(ObjectStore store, Backoff backoff, Held held, Stopwatch stopwatch) {
    this.store = store;
    this.backoff = backoff;
    this.held = held;
    this.stopwatch = stopwatch;
  }

  byte[] get(ObjectKey key, String etag) throws WorkStopped, InterruptedException {
    return timed(Stopwatch.Part.FETCH, () -> store.get(key, etag));
  }

  Optional<StoredObject> stat(ObjectKey key) throws WorkStopped, InterruptedException {
    return timed(Stopwatch.Part.FETCH, () -> store.stat(key));
  }

  Optional<String> note(ObjectKey key) throws WorkStopped, InterruptedException {
    return timed(Stopwatch.Part.FETCH, () -> store.note(key));
  }

  ObjectRef put(ObjectKey key, byte[] content, String mediaType)
      throws WorkStopped, InterruptedException {
    return timed(
        Stopwatch.Part.STORE,
        () -> {
          String sha256 = Sha256.of(content);
          return store.put(key, content, sha256, mediaType).toRef(sha256);
        });
  }

  /**
   * @return the copy's etag
   */
  String copy(ObjectKey from, ObjectKey to, String mediaType)
      throws WorkStopped, InterruptedException {
    return timed(Stopwatch.Part.STORE, () -> store.copy(from, to, mediaType));
  }

  /**
   * @return false where the object is there
   */
  boolean create(ObjectKey key, byte[] content, String sha256, String mediaType, String note)
      throws WorkStopped, InterruptedException {
    return timed(Stopwatch.Part.STORE, () -> store.create(key, content, sha256, mediaType, note))
        .isPresent();
  }

  void delete(ObjectKey key) throws WorkStopped, InterruptedException {
    timed(
        Stopwatch.Part.STORE,
        () -> {
          store.delete(key);
          return null;
        });
  }

  /** The adapter does the short retries; this outlasts a store that is away for minutes. */
  private <T> T timed(Stopwatch.Part part, Step<T> step) throws WorkStopped, InterruptedException {
    try (Stopwatch.Lap ignored = stopwatch.time(part)) {
      return backoff.retry(
          () -> {
            held.stopIfUnwanted(null);
            return step.run();
          },
          e -> e instanceof StorageException failure && failure.retryable(),
          held.cancellation());
    } catch (ObjectMissingException e) {
      throw e;
    } catch (StorageException e) {
      held.stopIfUnwanted(null);
      throw WorkFailed.forNow(WorkFailed.STORE_UNAVAILABLE, e.getMessage(), e);
    }
  }
}
