package io.stillwake.storage.start;

import io.stillwake.storage.AccessRefusedException;
import io.stillwake.storage.BucketMissingException;
import io.stillwake.storage.ObjectLayout;
import io.stillwake.storage.ObjectStore;
import io.stillwake.storage.ObjectStoreConfig;
import io.stillwake.storage.StorageException;
import java.util.List;

/** Asks whether the store is there, knows our keys, and has the buckets of the standard layout. */
public record StoreBuckets(ObjectStore store, ObjectStoreConfig config)
    implements StartUp.Question<Void> {

  /** No object has it: what counts is that the store answers. */
  private static final String PREFIX = "is-it-there/";

  /** For messages. */
  public String where() {
    return "the object store at " + config.endpoint();
  }

  @Override
  public Void ask() throws NotYetException {
    ObjectLayout layout = ObjectLayout.standard();
    for (String bucket : List.of(layout.uploadsBucket(), layout.rendersBucket())) {
      look(bucket);
    }
    return null;
  }

  /** By listing, since the answer to a HEAD does not say why. */
  private void look(String bucket) throws NotYetException {
    try {
      var unused = store.list(bucket, PREFIX);
    } catch (BucketMissingException e) {
      throw StartRefused.wrong(
          "bucket '%s' is not in %s (expected: made by './stillwake setup')"
              .formatted(bucket, where()),
          e);
    } catch (AccessRefusedException e) {
      throw StartRefused.wrong(
          "access key '%s' at %s, bucket '%s': %s (expected: STILLWAKE_S3_ACCESS_KEY and"
                  .formatted(config.accessKey(), where(), bucket, e.getMessage())
              + " STILLWAKE_S3_SECRET_KEY of a user that may list it)",
          e);
    } catch (StorageException e) {
      if (!e.retryable()) {
        throw StartRefused.wrong(
            "%s, bucket '%s': %s (expected: an S3 store)"
                .formatted(where(), bucket, e.getMessage()),
            e);
      }
      throw NotYetException.because(e);
    }
  }
}
