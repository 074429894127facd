package io.stillwake.ingest.upload;

import io.stillwake.ingest.problem.ErrorCode;
import io.stillwake.ingest.problem.ProblemException;
import io.stillwake.proto.ObjectRef;
import io.stillwake.storage.ObjectKey;
import io.stillwake.storage.ObjectLayout;
import io.stillwake.storage.ObjectStore;
import io.stillwake.storage.PresignedUpload;
import io.stillwake.storage.RenderId;
import io.stillwake.storage.StoredObject;
import io.stillwake.storage.Tenant;
import java.time.Duration;
import java.util.OptionalLong;

/** How the source of a render comes into the store without passing through us. */
public final class Uploads {

  private final ObjectStore store;
  private final ObjectLayout layout;
  private final Duration validity;

  public Uploads(ObjectStore store, ObjectLayout layout, Duration validity) {
    this.store = store;
    this.layout = layout;
    this.validity = validity;
  }

  /** Where the source of a render will be; its etag is not known yet. */
  public ObjectRef expected(Tenant tenant, RenderId render, DeclaredSource source) {
    return layout.source(tenant, render).toRef(source.mediaType()).toBuilder()
        .setSize(source.size())
        .build();
  }

  public PresignedUpload presign(ObjectRef expected) {
    return store.presignUpload(
        ObjectKey.of(expected), expected.getMediaType(), expected.getSize(), validity);
  }

  /**
   * The source as it is in the store.
   *
   * @param declared its size in bytes, where it is known
   * @throws ProblemException upload_missing, upload_mismatch
   */
  public ObjectRef find(Tenant tenant, RenderId render, OptionalLong declared) {
    StoredObject source =
        store
            .stat(layout.source(tenant, render))
            .orElseThrow(
                () ->
                    new ProblemException(
                        ErrorCode.UPLOAD_MISSING,
                        "render %s: its picture is not in the store (expected: the upload to have ended)"
                            .formatted(render)));
    if (declared.isPresent() && declared.getAsLong() != source.size()) {
      throw new ProblemException(
          ErrorCode.UPLOAD_MISMATCH,
          "render %s: its picture has %d bytes (expected: %d, as declared)"
              .formatted(render, source.size(), declared.getAsLong()));
    }
    return source.toRef("");
  }
}
