package io.stillwake.local.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stillwake.storage.Sha256;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * Bucket events in the words of MinIO's Kafka target: an envelope with the event's name, the bucket
 * and key, and one S3 record.
 */
final class MinioEvents {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final String DEFAULT_TYPE = "binary/octet-stream";

  private final InstantSource clock;
  private final URI endpoint;
  private final String principal;
  private final String deployment = UUID.randomUUID().toString();
  private final AtomicLong lastNanos = new AtomicLong();

  MinioEvents(InstantSource clock, URI endpoint, String principal) {
    this.clock = clock;
    this.endpoint = endpoint;
    this.principal = principal;
  }

  /** What an event tells of an object; size in bytes, user metadata without their prefix. */
  record Created(
      String bucket,
      String key,
      String etag,
      long size,
      String contentType,
      Map<String, String> userMetadata) {

    Created {
      etag = etag.replace("\"", "");
      contentType = contentType == null ? DEFAULT_TYPE : contentType;
      userMetadata = Map.copyOf(userMetadata);
    }
  }

  ObjectNode created(String name, Created created) {
    ObjectNode event = event(name, created.bucket, created.key);
    ObjectNode object = (ObjectNode) event.at("/Records/0/s3/object");
    object.put("size", created.size);
    object.put("eTag", created.etag);
    object.put("contentType", created.contentType);
    ObjectNode metadata = object.putObject("userMetadata");
    created.userMetadata.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> metadata.put(header(entry.getKey()), entry.getValue()));
    metadata.put("content-type", created.contentType);
    object.put("sequencer", sequencer());
    return event;
  }

  ObjectNode removed(String bucket, String key) {
    ObjectNode event = event("s3:ObjectRemoved:Delete", bucket, key);
    ((ObjectNode) event.at("/Records/0/s3/object")).put("sequencer", sequencer());
    return event;
  }

  private ObjectNode event(String name, String bucket, String key) {
    ObjectNode event = JSON.createObjectNode();
    event.put("EventName", name);
    event.put("Key", bucket + "/" + key);
    ObjectNode record = event.putArray("Records").addObject();
    record.put("eventVersion", "2.0");
    record.put("eventSource", "minio:s3");
    record.put("awsRegion", "");
    record.put("eventTime", MILLIS.format(clock.instant()));
    record.put("eventName", name);
    record.putObject("userIdentity").put("principalId", principal);
    request(record);
    ObjectNode s3 = record.putObject("s3");
    s3.put("s3SchemaVersion", "1.0");
    s3.put("configurationId", "Config");
    ObjectNode bucketNode = s3.putObject("bucket");
    bucketNode.put("name", bucket);
    bucketNode.putObject("ownerIdentity").put("principalId", principal);
    bucketNode.put("arn", "arn:aws:s3:::" + bucket);
    s3.putObject("object").put("key", escaped(key));
    ObjectNode source = record.putObject("source");
    source.put("host", endpoint.getHost());
    source.put("port", "");
    source.put("userAgent", "S3Proxy");
    return event;
  }

  /** S3Proxy's storage layer does not know the request, so these name the store itself. */
  private void request(ObjectNode record) {
    ObjectNode parameters = record.putObject("requestParameters");
    parameters.put("principalId", principal);
    parameters.put("region", "");
    parameters.put("sourceIPAddress", endpoint.getHost());
    ObjectNode response = record.putObject("responseElements");
    response.put("x-amz-id-2", Sha256.of(deployment.getBytes(UTF_8)));
    response.put("x-amz-request-id", sequencer());
    response.put("x-minio-deployment-id", deployment);
    response.put("x-minio-origin-endpoint", endpoint.toString());
  }

  /** Nanoseconds in hex, ever larger: a later event has a larger one also within one tick. */
  private String sequencer() {
    Instant now = clock.instant();
    long nanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
    return "%X".formatted(lastNanos.updateAndGet(last -> Math.max(last + 1, nanos)));
  }

  /** As Go's url.QueryEscape, which differs from Java's encoder in two characters. */
  private static String escaped(String key) {
    return URLEncoder.encode(key, UTF_8).replace("*", "%2A").replace("%7E", "~");
  }

  /** MinIO keeps user metadata under their header's canonical name. */
  private static String header(String name) {
    return Arrays.stream(("x-amz-meta-" + name).split("-", -1))
        .map(part -> part.isEmpty() ? part : part.substring(0, 1).toUpperCase() + part.substring(1))
        .collect(Collectors.joining("-"));
  }
}
