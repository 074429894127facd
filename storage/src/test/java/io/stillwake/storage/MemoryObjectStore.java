package io.stillwake.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * The store in this JVM's memory, for tests. It has the buckets of {@link ObjectLayout#standard()}
 * from the start, keeps whole objects only, and fails when it is told to. Safe for use by many
 * threads.
 */
public final class MemoryObjectStore implements ObjectStore {

  private record Entry(StoredObject described, byte[] content, Optional<String> note) {}

  private final Set<String> buckets = ConcurrentHashMap.newKeySet();
  private final ConcurrentMap<ObjectKey, Entry> entries = new ConcurrentHashMap<>();
  private final Queue<Supplier<StorageException>> failures = new ArrayDeque<>();
  private final InstantSource clock;

  public MemoryObjectStore() {
    this(InstantSource.system());
  }

  public MemoryObjectStore(InstantSource clock) {
    this.clock = clock;
    buckets.add(ObjectLayout.standard().uploadsBucket());
    buckets.add(ObjectLayout.standard().rendersBucket());
  }

  /** The next {@code calls} calls of any method fail as if the store were away. */
  public void failNext(int calls) {
    failNext(calls, () -> new StorageException("the store is away (injected)", true, null));
  }

  /** The next {@code calls} calls of any method fail with what {@code failure} makes. */
  public void failNext(int calls, Supplier<StorageException> failure) {
    synchronized (failures) {
      for (int i = 0; i < calls; i++) {
        failures.add(failure);
      }
    }
  }

  /** Ends all failures that were injected and have not happened yet. */
  public void recover() {
    synchronized (failures) {
      failures.clear();
    }
  }

  @Override
  public void createBucket(String bucket) {
    begin();
    buckets.add(bucket);
  }

  @Override
  public Optional<StoredObject> stat(ObjectKey key) {
    begin();
    return Optional.ofNullable(entries.get(key)).map(Entry::described);
  }

  @Override
  public byte[] get(ObjectKey key, String etag) {
    begin();
    return entry(key, etag).content.clone();
  }

  @Override
  public void download(ObjectKey key, String etag, Path file) {
    byte[] content = get(key, etag);
    try {
      Files.write(file, content);
    } catch (IOException e) {
      throw new StorageException("object " + key + " cannot be written to " + file, false, e);
    }
  }

  @Override
  public byte[] getRange(ObjectKey key, long offset, long length) {
    begin();
    byte[] content = entry(key, "").content;
    if (offset < 0 || length < 1 || offset >= content.length) {
      throw new StorageException(
          "object %s: bytes %d to %d (expected: within 0 to %d)"
              .formatted(key, offset, offset + length, content.length),
          false,
          null);
    }
    return Arrays.copyOfRange(
        content, (int) offset, (int) Math.min(content.length, offset + length));
  }

  @Override
  public StoredObject put(ObjectKey key, byte[] content, String sha256, String mediaType) {
    Entry entry = entry(key, content, sha256, mediaType, Optional.empty());
    entries.put(key, entry);
    return entry.described;
  }

  @Override
  public Optional<StoredObject> create(
      ObjectKey key, byte[] content, String sha256, String mediaType, String note) {
    Entry entry = entry(key, content, sha256, mediaType, Optional.of(note));
    return entries.putIfAbsent(key, entry) == null
        ? Optional.of(entry.described)
        : Optional.empty();
  }

  @Override
  public Optional<String> note(ObjectKey key) {
    begin();
    return Optional.ofNullable(entries.get(key)).flatMap(Entry::note);
  }

  private Entry entry(
      ObjectKey key, byte[] content, String sha256, String mediaType, Optional<String> note) {
    begin();
    requireBucket(key.bucket());
    if (!Sha256.of(content).equals(sha256)) {
      throw new StorageException("object %s is not %s".formatted(key, sha256), false, null);
    }
    StoredObject described =
        new StoredObject(key, md5(content), content.length, mediaType, clock.instant());
    return new Entry(described, content.clone(), note);
  }

  @Override
  public StoredObject upload(ObjectKey key, Path file, String mediaType) {
    try {
      return put(key, Files.readAllBytes(file), mediaType);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String copy(ObjectKey from, ObjectKey to, String mediaType) {
    begin();
    requireBucket(to.bucket());
    Entry source = entry(from, "");
    StoredObject described =
        new StoredObject(
            to, source.described.etag(), source.described.size(), mediaType, clock.instant());
    entries.put(to, new Entry(described, source.content, Optional.empty()));
    return described.etag();
  }

  @Override
  public void delete(ObjectKey key) {
    begin();
    entries.remove(key);
  }

  @Override
  public List<StoredObject> list(String bucket, String prefix) {
    begin();
    requireBucket(bucket);
    return entries.values().stream()
        .map(Entry::described)
        .filter(
            object -> object.key().bucket().equals(bucket) && object.key().key().startsWith(prefix))
        .sorted(Comparator.comparing(object -> object.key().key()))
        .map(MemoryObjectStore::listed)
        .toList();
  }

  /** A listing tells no media type, in S3 as well. */
  private static StoredObject listed(StoredObject object) {
    return new StoredObject(object.key(), object.etag(), object.size(), "", object.modified());
  }

  @Override
  public PresignedUpload presignUpload(
      ObjectKey key, String mediaType, long size, Duration validity) {
    begin();
    return new PresignedUpload(
        "PUT",
        URI.create("memory://" + key + "?content-length=" + size),
        Map.of("content-type", mediaType),
        clock.instant().plus(validity));
  }

  @Override
  public URI presignDownload(ObjectKey key, Duration validity) {
    begin();
    return URI.create("memory://" + key);
  }

  @Override
  public void close() {}

  private void begin() {
    synchronized (failures) {
      Supplier<StorageException> failure = failures.poll();
      if (failure != null) {
        throw failure.get();
      }
    }
  }

  private Entry entry(ObjectKey key, String etag) {
    Entry entry = entries.get(key);
    if (entry == null || !(etag.isEmpty() || entry.described.etag().equals(etag))) {
      throw new ObjectMissingException(key, etag, null);
    }
    return entry;
  }

  private void requireBucket(String bucket) {
    if (!buckets.contains(bucket)) {
      throw new BucketMissingException("bucket '" + bucket + "' is not in the store", null);
    }
  }

  private static String md5(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has MD5", e);
    }
  }
}
