package io.stillwake.inference.worker;

import io.stillwake.inference.Cancellation;
import io.stillwake.proto.ObjectRef;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Inputs as they were read from the store: the items of a render share its picture, anchors and
 * maps. Who asks while another one reads waits for that one. What was asked for longest ago makes
 * room. Nothing that is in here may be written to.
 */
final class InputCache {

  private final long capacity;
  // Oldest first.
  private final Map<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
  private long size;

  /** One version of one object, read as one thing. */
  private record Key(String bucket, String object, String etag, String sha256, Class<?> type) {
    static Key of(ObjectRef ref, Class<?> type) {
      return new Key(ref.getBucket(), ref.getKey(), ref.getEtag(), ref.getSha256(), type);
    }
  }

  /** What was read, or false where its reader did not succeed. */
  private static final class Entry {
    private final CompletableFuture<Boolean> read = new CompletableFuture<>();
    private Object value;
    private long bytes;
  }

  /** Something that can be kept. */
  record Input<T>(T value, long bytes) {}

  /** Reads an object. */
  @FunctionalInterface
  interface Reader<T> {
    Input<T> read() throws WorkStopped, InterruptedException;
  }

  /**
   * @param capacity bytes to keep at most
   */
  InputCache(long capacity) {
    this.capacity = capacity;
  }

  /**
   * What the object is, read now or before.
   *
   * @param held for whom; who is not to go on waits no longer
   * @param stopwatch counts a wait for another one's reading as fetching
   */
  <T> T get(ObjectRef ref, Class<T> type, Held held, Stopwatch stopwatch, Reader<T> reader)
      throws WorkStopped, InterruptedException {
    Key key = Key.of(ref, type);
    while (true) {
      Entry entry = new Entry();
      Entry other = enter(key, entry);
      if (other == null) {
        return read(key, entry, type, reader);
      }
      if (await(other, held, stopwatch)) {
        return type.cast(other.value);
      }
    }
  }

  synchronized long size() {
    return size;
  }

  private synchronized Entry enter(Key key, Entry entry) {
    Entry other = entries.get(key);
    if (other == null) {
      entries.put(key, entry);
    }
    return other;
  }

  private <T> T read(Key key, Entry entry, Class<T> type, Reader<T> reader)
      throws WorkStopped, InterruptedException {
    boolean done = false;
    try {
      Input<T> input = reader.read();
      entry.value = input.value();
      keep(entry, input.bytes());
      done = true;
      return type.cast(entry.value);
    } finally {
      if (!done) {
        forget(key);
      }
      entry.read.complete(done);
    }
  }

  /** Whether the other one has read it. */
  private static boolean await(Entry other, Held held, Stopwatch stopwatch)
      throws WorkStopped, InterruptedException {
    CompletableFuture<Boolean> told = new CompletableFuture<>();
    try (Stopwatch.Lap lap = stopwatch.time(Stopwatch.Part.FETCH);
        Cancellation.Registration ignored =
            held.cancellation().onCancel(() -> told.complete(false))) {
      Object read = CompletableFuture.anyOf(other.read, told).get();
      held.stopIfUnwanted(null);
      return (Boolean) read;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a reader never fails", e);
    }
  }

  private synchronized void keep(Entry entry, long bytes) {
    entry.bytes = bytes;
    size += bytes;
    Iterator<Map.Entry<Key, Entry>> oldest = entries.entrySet().iterator();
    while (size > capacity && oldest.hasNext()) {
      Entry next = oldest.next().getValue();
      // One that is being read still has no size.
      if (next.bytes > 0) {
        size -= next.bytes;
        oldest.remove();
      }
    }
  }

  private synchronized void forget(Key key) {
    entries.remove(key);
  }
}
