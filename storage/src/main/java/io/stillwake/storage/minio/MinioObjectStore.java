package io.stillwake.storage.minio;

import io.minio.BucketExistsArgs;
import io.minio.CopyObjectArgs;
import io.minio.Directive;
import io.minio.GetObjectArgs;
import io.minio.GetObjectResponse;
import io.minio.HeadObjectArgs;
import io.minio.HeadObjectResponse;
import io.minio.Http;
import io.minio.ListObjectsV2Args;
import io.minio.MakeBucketArgs;
import io.minio.MinioAsyncClient;
import io.minio.ObjectWriteArgs;
import io.minio.PutObjectAPIArgs;
import io.minio.RemoveObjectArgs;
import io.minio.SourceObject;
import io.minio.UploadObjectArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.minio.messages.Item;
import io.minio.messages.ListBucketResultV2;
import io.stillwake.storage.ObjectKey;
import io.stillwake.storage.ObjectStore;
import io.stillwake.storage.ObjectStoreConfig;
import io.stillwake.storage.PresignedUpload;
import io.stillwake.storage.StorageException;
import io.stillwake.storage.StoredObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Any store that speaks the S3 API. Every write is one request, so that it is atomic and its etag
 * is the MD5 of the content. Safe for use by many threads.
 */
public final class MinioObjectStore implements ObjectStore {

  private static final Set<String> BUCKET_IS_THERE =
      Set.of("BucketAlreadyOwnedByYou", "BucketAlreadyExists");

  // The SDK signs with it, and hashes the content once more where it is not given.
  private static final String CONTENT_SHA256 = "X-Amz-Content-Sha256";
  private static final String NOTE = "stillwake-note";

  private final HttpCalls calls = HttpCalls.start();
  private final MinioAsyncClient client;
  private final Presigner presigner;

  private MinioObjectStore(ObjectStoreConfig config) {
    MinioAsyncClient.Builder builder =
        MinioAsyncClient.builder()
            .endpoint(config.endpoint().toString())
            .region(config.region())
            .httpClient(calls.client());
    if (!config.accessKey().isEmpty()) {
      builder.credentials(config.accessKey(), config.secretKey());
    }
    this.client = builder.build();
    this.presigner = new Presigner(config);
  }

  /**
   * Prepares to use the store; the first call reaches it. Without an access key all calls are
   * anonymous.
   */
  public static MinioObjectStore connect(ObjectStoreConfig config) {
    return new MinioObjectStore(config);
  }

  @Override
  public void createBucket(String bucket) {
    try {
      if (calls.await(
          () -> client.bucketExists(BucketExistsArgs.builder().bucket(bucket).build()))) {
        return;
      }
      calls.await(() -> client.makeBucket(MakeBucketArgs.builder().bucket(bucket).build()));
    } catch (ErrorResponseException e) {
      // Somebody else made it in between.
      if (!BUCKET_IS_THERE.contains(StoreFailures.code(e))) {
        throw StoreFailures.of("creating bucket " + bucket, e);
      }
    } catch (IOException | MinioException e) {
      throw StoreFailures.of("creating bucket " + bucket, e);
    }
  }

  @Override
  public Optional<StoredObject> stat(ObjectKey key) {
    return head(key)
        .map(
            head ->
                new StoredObject(
                    key,
                    head.etag(),
                    head.size(),
                    head.contentType(),
                    head.lastModified().toInstant()));
  }

  private Optional<HeadObjectResponse> head(ObjectKey key) {
    try {
      return Optional.of(
          calls.await(
              () ->
                  client.headObject(
                      HeadObjectArgs.builder().bucket(key.bucket()).object(key.key()).build())));
    } catch (IOException | MinioException e) {
      if (StoreFailures.missing(e)) {
        return Optional.empty();
      }
      throw StoreFailures.of("looking at", key, "", e);
    }
  }

  @Override
  public byte[] get(ObjectKey key, String etag) {
    try (GetObjectResponse content = open(read(key, etag).build())) {
      return content.readAllBytes();
    } catch (IOException | MinioException e) {
      throw StoreFailures.of("reading", key, etag, e);
    }
  }

  @Override
  public void download(ObjectKey key, String etag, Path file) {
    try (GetObjectResponse content = open(read(key, etag).build())) {
      Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException | MinioException e) {
      throw StoreFailures.of("reading", key, etag, e);
    }
  }

  @Override
  public byte[] getRange(ObjectKey key, long offset, long length) {
    try (GetObjectResponse content = open(read(key, "").offset(offset).length(length).build())) {
      return content.readAllBytes();
    } catch (IOException | MinioException | IllegalArgumentException e) {
      throw StoreFailures.of("reading", key, "", e);
    }
  }

  @Override
  public StoredObject put(ObjectKey key, byte[] content, String sha256, String mediaType) {
    try {
      return put(key, content, mediaType, Map.of(CONTENT_SHA256, sha256));
    } catch (IOException | MinioException e) {
      throw StoreFailures.of("writing", key, "", e);
    }
  }

  @Override
  public Optional<StoredObject> create(
      ObjectKey key, byte[] content, String sha256, String mediaType, String note) {
    Map<String, String> headers =
        Map.of(CONTENT_SHA256, sha256, "If-None-Match", "*", "X-Amz-Meta-" + NOTE, note);
    try {
      return Optional.of(put(key, content, mediaType, headers));
    } catch (IOException | MinioException e) {
      if (StoreFailures.thereAlready(e)) {
        return Optional.empty();
      }
      throw StoreFailures.of("creating", key, "", e);
    }
  }

  private StoredObject put(
      ObjectKey key, byte[] content, String mediaType, Map<String, String> headers)
      throws IOException, MinioException {
    PutObjectAPIArgs args =
        PutObjectAPIArgs.builder()
            .bucket(key.bucket())
            .object(key.key())
            .data(content, content.length)
            .headers(new Http.Headers(headers))
            .contentType(mediaType)
            .build();
    String etag = calls.await(() -> client.putObject(args)).etag();
    return new StoredObject(key, etag, content.length, mediaType, Instant.now());
  }

  @Override
  public Optional<String> note(ObjectKey key) {
    return head(key).map(head -> head.userMetadata().getFirst(NOTE));
  }

  @Override
  public StoredObject upload(ObjectKey key, Path file, String mediaType) {
    try {
      UploadObjectArgs args =
          UploadObjectArgs.builder()
              .bucket(key.bucket())
              .object(key.key())
              // One part, whatever the size: parts would change the etag.
              .filename(file.toString(), ObjectWriteArgs.MAX_PART_SIZE)
              .contentType(mediaType)
              .build();
      String etag = calls.await(() -> client.uploadObject(args)).etag();
      return new StoredObject(key, etag, Files.size(file), mediaType, Instant.now());
    } catch (IOException | MinioException e) {
      throw StoreFailures.of("writing", key, "", e);
    }
  }

  @Override
  public String copy(ObjectKey from, ObjectKey to, String mediaType) {
    CopyObjectArgs args =
        CopyObjectArgs.builder()
            .bucket(to.bucket())
            .object(to.key())
            .source(SourceObject.builder().bucket(from.bucket()).object(from.key()).build())
            .metadataDirective(Directive.REPLACE)
            .headers(Map.of("Content-Type", mediaType))
            .build();
    try {
      return unquoted(calls.await(() -> client.copyObject(args)).etag());
    } catch (IOException | MinioException e) {
      throw StoreFailures.of("copying to " + to, from, "", e);
    }
  }

  @Override
  public void delete(ObjectKey key) {
    RemoveObjectArgs args =
        RemoveObjectArgs.builder().bucket(key.bucket()).object(key.key()).build();
    try {
      calls.await(() -> client.removeObject(args));
    } catch (IOException | MinioException e) {
      throw StoreFailures.of("deleting", key, "", e);
    }
  }

  /** Page by page by hand: the SDK's own iterator hides why a page did not come. */
  @Override
  public List<StoredObject> list(String bucket, String prefix) {
    List<StoredObject> objects = new ArrayList<>();
    try {
      ListBucketResultV2 page = page(bucket, prefix, null);
      add(bucket, page, objects);
      while (page.isTruncated()) {
        page = page(bucket, prefix, page.nextContinuationToken());
        add(bucket, page, objects);
      }
      return objects;
    } catch (IOException | MinioException e) {
      throw StoreFailures.of("listing " + bucket + "/" + prefix, e);
    }
  }

  @Override
  public PresignedUpload presignUpload(
      ObjectKey key, String mediaType, long size, Duration validity) {
    try {
      return presigner.upload(key, mediaType, size, validity);
    } catch (MinioException e) {
      throw new StorageException("signing an upload of " + key + " failed", false, e);
    }
  }

  @Override
  public URI presignDownload(ObjectKey key, Duration validity) {
    try {
      return presigner.download(key, validity);
    } catch (MinioException e) {
      throw new StorageException("signing a download of " + key + " failed", false, e);
    }
  }

  @Override
  public void close() {
    calls.close();
  }

  private GetObjectResponse open(GetObjectArgs args) throws IOException, MinioException {
    return calls.await(() -> client.getObject(args));
  }

  private static GetObjectArgs.Builder read(ObjectKey key, String etag) {
    GetObjectArgs.Builder args = GetObjectArgs.builder().bucket(key.bucket()).object(key.key());
    return etag.isEmpty() ? args : args.matchETag('"' + etag + '"');
  }

  /** The SDK takes the quotes off headers, but not off what it reads from XML. */
  private static String unquoted(String etag) {
    return etag.replace("\"", "");
  }

  private ListBucketResultV2 page(String bucket, String prefix, String token)
      throws IOException, MinioException {
    ListObjectsV2Args args =
        ListObjectsV2Args.builder()
            .bucket(bucket)
            .prefix(prefix)
            .encodingType("url")
            .continuationToken(token)
            .build();
    return calls.await(() -> client.listObjectsV2(args)).result();
  }

  private static void add(String bucket, ListBucketResultV2 page, List<StoredObject> objects) {
    for (Item item : page.contents()) {
      item.setEncodingType(page.encodingType());
      objects.add(
          new StoredObject(
              new ObjectKey(bucket, item.objectName()),
              unquoted(item.etag()),
              item.size(),
              "",
              item.lastModified().toInstant()));
    }
  }
}
