package io.stillwake.ingest.setup.store;

import io.minio.GetBucketLifecycleArgs;
import io.minio.GetBucketNotificationArgs;
import io.minio.GetBucketPolicyArgs;
import io.minio.ListObjectsV2Args;
import io.minio.MakeBucketArgs;
import io.minio.MinioAsyncClient;
import io.minio.SetBucketLifecycleArgs;
import io.minio.SetBucketNotificationArgs;
import io.minio.errors.MinioException;
import io.minio.messages.LifecycleConfiguration;
import io.minio.messages.LifecycleConfiguration.Rule;
import io.minio.messages.NotificationConfiguration;
import io.stillwake.ingest.setup.report.SetupFailure;
import io.stillwake.storage.ObjectStoreConfig;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import okhttp3.OkHttpClient;

/**
 * The calls to the store that a setup needs. They throw {@link SetupFailure}, and those that not
 * every store knows {@link Unsupported}.
 */
final class Buckets implements AutoCloseable {

  private static final Set<String> NOTHING_THERE =
      Set.of("NoSuchBucket", "NoSuchBucketPolicy", "NoSuchPolicy", "NoSuchLifecycleConfiguration");

  private final OkHttpClient http = new OkHttpClient();
  private final MinioAsyncClient client;
  private final MinioAsyncClient anonymous;
  private final StoreFailure failures;

  private Buckets(ObjectStoreConfig config) {
    this.client = client(config).credentials(config.accessKey(), config.secretKey()).build();
    this.anonymous = client(config).build();
    this.failures = new StoreFailure(config);
  }

  /** The first call reaches it. */
  static Buckets connect(ObjectStoreConfig config) {
    return new Buckets(config);
  }

  /** Asked by a listing, because a HEAD would not tell wrong credentials from lacking rights. */
  boolean exists(String bucket) {
    return found(() -> client.listObjectsV2(firstOf(bucket))).isPresent();
  }

  void make(String bucket) {
    call(() -> client.makeBucket(MakeBucketArgs.builder().bucket(bucket).build()));
  }

  /** Whether somebody without credentials can list it. */
  boolean isOpen(String bucket) {
    try {
      return found(() -> anonymous.listObjectsV2(firstOf(bucket))).isPresent();
    } catch (SetupFailure e) {
      if (StoreFailure.code(e.getCause()).isEmpty()) {
        throw e;
      }
      return false;
    }
  }

  /** JSON; empty where it has none. */
  String policy(String bucket) {
    return found(() -> client.getBucketPolicy(GetBucketPolicyArgs.builder().bucket(bucket).build()))
        .orElse("");
  }

  List<Rule> lifecycle(String bucket) {
    return found(
            () ->
                client.getBucketLifecycle(GetBucketLifecycleArgs.builder().bucket(bucket).build()))
        .map(LifecycleConfiguration::rules)
        .orElse(List.of());
  }

  void setLifecycle(String bucket, List<Rule> rules) {
    call(
        () ->
            client.setBucketLifecycle(
                SetBucketLifecycleArgs.builder()
                    .bucket(bucket)
                    .config(new LifecycleConfiguration(rules))
                    .build()));
  }

  NotificationConfiguration notification(String bucket) {
    return found(
            () ->
                client.getBucketNotification(
                    GetBucketNotificationArgs.builder().bucket(bucket).build()))
        .orElseGet(() -> new NotificationConfiguration(null, null, null, null));
  }

  void setNotification(String bucket, NotificationConfiguration notification) {
    call(
        () ->
            client.setBucketNotification(
                SetBucketNotificationArgs.builder().bucket(bucket).config(notification).build()));
  }

  @Override
  public void close() {
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }

  private <T> Optional<T> found(Call<T> call) {
    try {
      return Optional.ofNullable(call(call));
    } catch (SetupFailure e) {
      if (NOTHING_THERE.contains(StoreFailure.code(e.getCause()))) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private <T> T call(Call<T> call) {
    try {
      return call.start().join();
    } catch (MinioException e) {
      throw failures.of(e);
    } catch (CompletionException e) {
      Throwable cause = e.getCause();
      while (cause instanceof CompletionException && cause.getCause() != null) {
        cause = cause.getCause();
      }
      throw failures.of(cause);
    }
  }

  private interface Call<T> {
    CompletableFuture<T> start() throws MinioException;
  }

  private static ListObjectsV2Args firstOf(String bucket) {
    return ListObjectsV2Args.builder().bucket(bucket).maxKeys(1).build();
  }

  private MinioAsyncClient.Builder client(ObjectStoreConfig config) {
    return MinioAsyncClient.builder()
        .endpoint(config.endpoint().toString())
        .region(config.region())
        // The SDK's own would read every certificate of the machine first, which takes seconds.
        .httpClient(http);
  }
}
