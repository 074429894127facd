package io.stillwake.storage.minio;

import io.minio.Http;
import io.minio.PostPolicy;
import io.minio.Signer;
import io.minio.Time;
import io.minio.Utils;
import io.minio.credentials.Credentials;
import io.minio.errors.MinioException;
import io.stillwake.storage.ObjectKey;
import io.stillwake.storage.ObjectStoreConfig;
import io.stillwake.storage.PresignedUpload;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.TreeMap;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.RequestBody;

/** Signs what others may send; speaks with nobody. */
final class Presigner {

  private final ObjectStoreConfig config;
  private final Http.BaseUrl publicUrl;

  Presigner(ObjectStoreConfig config) {
    this.config = config;
    this.publicUrl = new Http.BaseUrl(config.publicEndpoint().toString());
  }

  PresignedUpload upload(ObjectKey key, String mediaType, long size, Duration validity)
      throws MinioException {
    return config.postPolicy()
        ? form(key, mediaType, size, validity)
        : put(key, mediaType, size, validity);
  }

  URI download(ObjectKey key, Duration validity) throws MinioException {
    HttpUrl url = url(Http.Method.GET, key);
    return sign(request(url).get().build(), validity);
  }

  /** The store itself holds the upload to the key, the type and the size. */
  private PresignedUpload form(ObjectKey key, String mediaType, long size, Duration validity)
      throws MinioException {
    ZonedDateTime expiry = now().plus(validity);
    PostPolicy policy = new PostPolicy(key.bucket(), expiry);
    policy.addEqualsCondition("key", key.key());
    policy.addEqualsCondition("Content-Type", mediaType);
    policy.addContentLengthRangeCondition(1L, size);
    Map<String, String> fields =
        new TreeMap<>(
            policy.formData(
                new Credentials(config.accessKey(), config.secretKey(), null, null),
                config.region()));
    fields.put("key", key.key());
    fields.put("Content-Type", mediaType);
    HttpUrl bucket =
        publicUrl.buildUrl(Http.Method.POST, key.bucket(), null, config.region(), null);
    return new PresignedUpload("POST", bucket.uri(), fields, expiry.toInstant());
  }

  /**
   * Length and type are signed headers. The SDK's own presigned URLs leave both out, so that anyone
   * who holds one can store anything of any size.
   */
  private PresignedUpload put(ObjectKey key, String mediaType, long size, Duration validity)
      throws MinioException {
    Request request =
        request(url(Http.Method.PUT, key))
            .header(Http.Headers.CONTENT_TYPE, mediaType)
            .header(Http.Headers.CONTENT_LENGTH, Long.toString(size))
            .put(RequestBody.create(new byte[0], null))
            .build();
    return new PresignedUpload(
        "PUT",
        sign(request, validity),
        Map.of("content-type", mediaType),
        now().plus(validity).toInstant());
  }

  private Request.Builder request(HttpUrl url) {
    return new Request.Builder()
        .url(url)
        .header(Http.Headers.HOST, Utils.getHostHeader(url))
        .header(Http.Headers.X_AMZ_DATE, now().format(Time.AMZ_DATE_FORMAT));
  }

  private HttpUrl url(Http.Method method, ObjectKey key) throws MinioException {
    return publicUrl.buildUrl(method, key.bucket(), key.key(), config.region(), null);
  }

  private URI sign(Request request, Duration validity) throws MinioException {
    return Signer.presignV4(
            request,
            config.region(),
            config.accessKey(),
            config.secretKey(),
            Math.toIntExact(validity.toSeconds()))
        .uri();
  }

  /** The signature's clock is the store's business, so it is the system's and not a test's. */
  private static ZonedDateTime now() {
    return ZonedDateTime.now(ZoneOffset.UTC);
  }
}
