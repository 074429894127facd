package io.stillwake.ingest.asset;

import io.stillwake.ingest.problem.ErrorCode;
import io.stillwake.ingest.problem.ProblemException;
import io.stillwake.proto.ObjectRef;
import io.stillwake.storage.ObjectKey;
import io.stillwake.storage.ObjectLayout;
import io.stillwake.storage.ObjectMissingException;
import io.stillwake.storage.ObjectStore;
import io.stillwake.storage.Sha256;
import io.stillwake.storage.Tenant;
import java.util.Optional;
import java.util.regex.Pattern;

/** Small pictures that requests refer to by the hash of their bytes: masks and style pictures. */
public final class Assets {

  /** They pass through us, unlike sources. */
  public static final int MAX_BYTES = 8_000_000;

  private static final long MAX_PIXELS = 50_000_000;
  private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");

  private final ObjectStore store;
  private final ObjectLayout layout;

  public Assets(ObjectStore store, ObjectLayout layout) {
    this.store = store;
    this.layout = layout;
  }

  /**
   * Keeps a picture; the same bytes again are the same asset.
   *
   * @throws ProblemException where they are no picture that a render could use
   */
  Kept keep(Tenant tenant, byte[] content) {
    if (content.length == 0) {
      throw new ProblemException(
          ErrorCode.EMPTY_UPLOAD, "asset: no bytes (expected: 1 to %d)".formatted(MAX_BYTES));
    }
    PictureHeader header = PictureHeader.of(content);
    if (header.pixels() > MAX_PIXELS) {
      throw new ProblemException(
          ErrorCode.TOO_MANY_PIXELS,
          "asset: %dx%d is %d pixels (expected: at most %d)"
              .formatted(header.width(), header.height(), header.pixels(), MAX_PIXELS));
    }
    Asset asset = Asset.of(Sha256.of(content), header, content.length);
    ObjectKey key = layout.asset(tenant, asset.id());
    if (store.stat(key).isPresent()) {
      return new Kept(asset, false);
    }
    store.put(key, content, header.mediaType());
    return new Kept(asset, true);
  }

  /** What an id means; empty where it means nothing of this tenant's. */
  Optional<Asset> describe(Tenant tenant, String id) {
    if (!ID.matcher(id).matches()) {
      return Optional.empty();
    }
    try {
      byte[] content = store.get(layout.asset(tenant, id), "");
      return Optional.of(Asset.of(id, PictureHeader.of(content), content.length));
    } catch (ObjectMissingException e) {
      return Optional.empty();
    }
  }

  /** Where it lies, its version pinned; empty where an id means nothing of this tenant's. */
  public Optional<ObjectRef> find(Tenant tenant, String id) {
    return ID.matcher(id).matches()
        ? store.stat(layout.asset(tenant, id)).map(object -> object.toRef(id))
        : Optional.empty();
  }

  /**
   * As clients see it.
   *
   * @param id lower-case hex SHA-256 of its bytes
   * @param size in bytes
   */
  record Asset(String id, String mediaType, int size, int width, int height) {

    static Asset of(String id, PictureHeader header, int size) {
      return new Asset(id, header.mediaType(), size, header.width(), header.height());
    }
  }

  /**
   * @param created false where it was there before
   */
  record Kept(Asset asset, boolean created) {}
}
