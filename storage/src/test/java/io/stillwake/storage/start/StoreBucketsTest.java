package io.stillwake.storage.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stillwake.storage.AccessRefusedException;
import io.stillwake.storage.BucketMissingException;
import io.stillwake.storage.MemoryObjectStore;
import io.stillwake.storage.ObjectStoreConfig;
import io.stillwake.storage.StorageException;
import io.stillwake.storage.minio.MinioObjectStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import org.junit.jupiter.api.Test;

class StoreBucketsTest {

  private final MemoryObjectStore store = new MemoryObjectStore();
  private final StoreBuckets buckets = new StoreBuckets(store, config("http://store:9000"));

  @Test
  void isContentWithAStoreThatHasItsBuckets() throws Exception {
    assertThat(buckets.ask()).isNull();
  }

  @Test
  void namesTheBucketThatIsMissingAndWhoMakesIt() {
    store.failNext(1, () -> new BucketMissingException("NoSuchBucket", null));

    assertThatThrownBy(buckets::ask)
        .isInstanceOf(StartRefused.class)
        .hasMessageContainingAll("'uploads'", "http://store:9000", "./stillwake setup");
  }

  @Test
  void namesTheKeyThatIsRefusedButNotTheSecret() {
    store.failNext(1, () -> new AccessRefusedException("InvalidAccessKeyId", null));

    assertThatThrownBy(buckets::ask)
        .isInstanceOf(StartRefused.class)
        .hasMessageContainingAll("'worker'", "InvalidAccessKeyId", "STILLWAKE_S3_ACCESS_KEY")
        .hasMessageNotContaining("hidden");
  }

  @Test
  void refusesWhatIsNoStore() {
    store.failNext(1, () -> new StorageException("404 page not found", false, null));

    assertThatThrownBy(buckets::ask)
        .isInstanceOf(StartRefused.class)
        .hasMessageContainingAll("http://store:9000", "404 page not found", "an S3 store");
  }

  @Test
  void waitsForAStoreThatDoesNotListenYet() throws IOException {
    String endpoint;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      endpoint = "http://127.0.0.1:" + free.getLocalPort();
    }
    try (MinioObjectStore away = MinioObjectStore.connect(config(endpoint))) {
      assertThatThrownBy(() -> new StoreBuckets(away, config(endpoint)).ask())
          .isInstanceOf(NotYetException.class)
          .hasMessageContaining("Connection refused");
    }
  }

  private static ObjectStoreConfig config(String endpoint) {
    URI uri = URI.create(endpoint);
    return new ObjectStoreConfig(uri, uri, "us-east-1", "worker", "hidden", true);
  }
}
