package io.stillwake.jobs.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stillwake.proto.ObjectRef;
import io.stillwake.proto.UploadSign;
import io.stillwake.storage.ObjectKey;
import io.stillwake.storage.ObjectLayout;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads S3's event JSON, as MinIO and AWS write it. */
final class BucketEvent {

  private static final ObjectMapper JSON = new ObjectMapper();

  private BucketEvent() {}

  /** It is not an event of an object store. */
  static final class MalformedEventException extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedEventException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * The uploads of tickets that an event announces: one per record that tells of a new object under
   * a ticket's key. Removals and other objects are left out.
   */
  static List<UploadSign> uploads(String json, ObjectLayout layout) throws MalformedEventException {
    JsonNode event = parse(json);
    if (event.path("Event").asText().equals("s3:TestEvent")) {
      return List.of();
    }
    JsonNode records = event.path("Records");
    if (!records.isArray()) {
      throw new MalformedEventException("Records: missing (expected: a list)", null);
    }
    List<UploadSign> uploads = new ArrayList<>();
    for (JsonNode record : records) {
      if (isCreation(record)) {
        upload(record.path("s3"), layout).ifPresent(uploads::add);
      }
    }
    return uploads;
  }

  private static JsonNode parse(String json) throws MalformedEventException {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new MalformedEventException("event is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** MinIO writes s3:ObjectCreated:Put, AWS leaves the prefix out. */
  private static boolean isCreation(JsonNode record) throws MalformedEventException {
    String name = text(record, "eventName");
    return name.startsWith("s3:ObjectCreated:") || name.startsWith("ObjectCreated:");
  }

  private static Optional<UploadSign> upload(JsonNode s3, ObjectLayout layout)
      throws MalformedEventException {
    JsonNode object = s3.path("object");
    String bucket = text(s3.path("bucket"), "name");
    String key = decode(text(object, "key"));
    return owner(bucket, key, layout)
        .map(
            owner ->
                UploadSign.newBuilder()
                    .setRenderId(owner.render().value())
                    .setTenant(owner.tenant().value())
                    .setStored(
                        ObjectRef.newBuilder()
                            .setBucket(bucket)
                            .setKey(key)
                            .setEtag(object.path("eTag").asText().replace("\"", ""))
                            .setSize(object.path("size").asLong())
                            .setMediaType(object.path("contentType").asText()))
                    .build());
  }

  private static Optional<ObjectLayout.Upload> owner(
      String bucket, String key, ObjectLayout layout) {
    try {
      return layout.upload(new ObjectKey(bucket, key));
    } catch (IllegalArgumentException e) {
      // A key that none of ours can be: somebody else's object.
      return Optional.empty();
    }
  }

  private static String decode(String key) throws MalformedEventException {
    try {
      return URLDecoder.decode(key, UTF_8);
    } catch (IllegalArgumentException e) {
      throw new MalformedEventException(
          "key: '%s' (expected: an URL-encoded key)".formatted(key), e);
    }
  }

  private static String text(JsonNode node, String field) throws MalformedEventException {
    JsonNode value = node.path(field);
    if (!value.isTextual() || value.asText().isEmpty()) {
      throw new MalformedEventException(field + ": missing (expected: a text)", null);
    }
    return value.asText();
  }
}
