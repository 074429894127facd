package io.stillwake.storage;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The object store, kept as small as its users are. Writes are atomic: a reader sees the whole
 * object or none. Every method throws {@link StorageException}, which says whether a later try can
 * succeed; adapters do the short retries themselves, so callers add none around them.
 */
public interface ObjectStore extends AutoCloseable {

  /** Makes a bucket; does nothing where it is there already. */
  void createBucket(String bucket);

  Optional<StoredObject> stat(ObjectKey key);

  /**
   * The whole object.
   *
   * @param etag the version wanted; empty for whichever is there
   * @throws ObjectMissingException where it is not there, or not in that version
   */
  byte[] get(ObjectKey key, String etag);

  /** Like {@link #get}, into a file. */
  void download(ObjectKey key, String etag, Path file);

  /**
   * Bytes {@code offset} to {@code offset + length} (exclusive) of an object; fewer where it ends
   * before. At least one byte has to be wanted and there.
   *
   * @throws ObjectMissingException where it is not there
   */
  byte[] getRange(ObjectKey key, long offset, long length);

  default StoredObject put(ObjectKey key, byte[] content, String mediaType) {
    return put(key, content, Sha256.of(content), mediaType);
  }

  /**
   * The same, of content that the caller has hashed already.
   *
   * @param sha256 of the content, as {@link Sha256} writes it; the store takes no other content
   */
  StoredObject put(ObjectKey key, byte[] content, String sha256, String mediaType);

  /**
   * Stores an object where there is none yet, with a note beside its content that {@link #note}
   * tells. Of several at the same time, one does.
   *
   * @param sha256 of the content, as {@link Sha256} writes it; the store takes no other content
   * @param note ASCII, at most 1,800 characters
   * @return empty where there is an object already, which stays as it is
   */
  Optional<StoredObject> create(
      ObjectKey key, byte[] content, String sha256, String mediaType, String note);

  /** What the object was created with; empty where there is no object, or it has no note. */
  Optional<String> note(ObjectKey key);

  StoredObject upload(ObjectKey key, Path file, String mediaType);

  /**
   * Copies content inside the store, without a note.
   *
   * @param mediaType of the copy
   * @return the copy's etag
   * @throws ObjectMissingException where the source is not there
   */
  String copy(ObjectKey from, ObjectKey to, String mediaType);

  /** Deletes; does nothing where there is no such object. */
  void delete(ObjectKey key);

  /**
   * All objects of a bucket whose keys start with the prefix, in key order. Their media types are
   * empty: a listing does not tell them.
   */
  List<StoredObject> list(String bucket, String prefix);

  /**
   * Lets a client without credentials write one object.
   *
   * @param size what the object has at most (a POST form) or exactly (a PUT), in bytes; from 1
   * @param validity a second to seven days
   */
  PresignedUpload presignUpload(ObjectKey key, String mediaType, long size, Duration validity);

  /** Lets a client without credentials read one object, ranges included. */
  URI presignDownload(ObjectKey key, Duration validity);

  @Override
  void close();
}
