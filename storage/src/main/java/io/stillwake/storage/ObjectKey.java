package io.stillwake.storage;

import io.stillwake.proto.ObjectRef;
import java.util.Objects;

/** Where an object lies. Keys are made by {@link ObjectLayout} only, or read from an event. */
public record ObjectKey(String bucket, String key) {

  public ObjectKey {
    Objects.requireNonNull(bucket, "bucket");
    if (key.isEmpty() || key.startsWith("/") || key.contains("//") || key.contains("..")) {
      throw new IllegalArgumentException(
          "key: '" + key + "' (expected: a relative path without empty parts or '..')");
    }
  }

  public static ObjectKey of(ObjectRef ref) {
    return new ObjectKey(ref.getBucket(), ref.getKey());
  }

  /** A reference that pins no version yet. */
  public ObjectRef toRef(String mediaType) {
    return ObjectRef.newBuilder().setBucket(bucket).setKey(key).setMediaType(mediaType).build();
  }

  @Override
  public String toString() {
    return bucket + "/" + key;
  }
}
