package io.stillwake.storage;

import io.stillwake.proto.ObjectRef;
import java.time.Instant;

/** What the store says of one object version. Sizes are in bytes; the etag has no quotes. */
public record StoredObject(
    ObjectKey key, String etag, long size, String mediaType, Instant modified) {

  public ObjectRef toRef(String sha256) {
    return key.toRef(mediaType).toBuilder().setEtag(etag).setSize(size).setSha256(sha256).build();
  }
}
