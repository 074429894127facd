package io.stillwake.local.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MinioEventsTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant NOW = Instant.parse("2026-11-23T01:02:03.004005006Z");

  private final MinioEvents events =
      new MinioEvents(() -> NOW, URI.create("http://127.0.0.1:9000"), "stillwake");

  @Test
  void tellsOfAnObjectFieldByFieldAsMinioDoes() throws Exception {
    ObjectNode event =
        events.created(
            "s3:ObjectCreated:Put",
            new MinioEvents.Created(
                "uploads",
                "uploads/acme/a b+c*~.jpg",
                "\"599dd3c7d37cb5e2d5045b60c9b95df4\"",
                5,
                "image/jpeg",
                Map.of("preset-name", "campfire")));

    JsonNode record = event.at("/Records/0");
    String requestId = record.at("/responseElements/x-amz-request-id").textValue();
    String hostId = record.at("/responseElements/x-amz-id-2").textValue();
    String deployment = record.at("/responseElements/x-minio-deployment-id").textValue();
    String sequencer = record.at("/s3/object/sequencer").textValue();
    assertThat(JSON.writeValueAsString(event))
        .isEqualTo(
            """
            {"EventName":"s3:ObjectCreated:Put",\
            "Key":"uploads/uploads/acme/a b+c*~.jpg",\
            "Records":[{"eventVersion":"2.0","eventSource":"minio:s3","awsRegion":"",\
            "eventTime":"2026-11-23T01:02:03.004Z","eventName":"s3:ObjectCreated:Put",\
            "userIdentity":{"principalId":"stillwake"},\
            "requestParameters":{"principalId":"stillwake","region":"","sourceIPAddress":"127.0.0.1"},\
            "responseElements":{"x-amz-id-2":"%s","x-amz-request-id":"%s",\
            "x-minio-deployment-id":"%s","x-minio-origin-endpoint":"http://127.0.0.1:9000"},\
            "s3":{"s3SchemaVersion":"1.0","configurationId":"Config",\
            "bucket":{"name":"uploads","ownerIdentity":{"principalId":"stillwake"},\
            "arn":"arn:aws:s3:::uploads"},\
            "object":{"key":"uploads%%2Facme%%2Fa+b%%2Bc%%2A~.jpg","size":5,\
            "eTag":"599dd3c7d37cb5e2d5045b60c9b95df4","contentType":"image/jpeg",\
            "userMetadata":{"X-Amz-Meta-Preset-Name":"campfire","content-type":"image/jpeg"},\
            "sequencer":"%s"}},\
            "source":{"host":"127.0.0.1","port":"","userAgent":"S3Proxy"}}]}"""
                .formatted(hostId, requestId, deployment, sequencer));
    assertThat(requestId).matches("[0-9A-F]{16}");
    assertThat(sequencer).matches("[0-9A-F]{16}");
    assertThat(hostId).matches("[0-9a-f]{64}");
  }

  @Test
  void tellsOfARemovalWithoutSizeAndType() {
    ObjectNode event = events.removed("uploads", "uploads/acme/source");

    assertThat(event.path("EventName").textValue()).isEqualTo("s3:ObjectRemoved:Delete");
    assertThat(event.at("/Records/0/s3/object").fieldNames())
        .toIterable()
        .containsExactly("key", "sequencer");
  }

  @Test
  void countsTheSequencerUpAlsoWithinOneTick() {
    String first = sequencer(events.removed("uploads", "a"));
    String second = sequencer(events.removed("uploads", "a"));

    assertThat(second).isGreaterThan(first);
  }

  private static String sequencer(ObjectNode event) {
    return event.at("/Records/0/s3/object/sequencer").textValue();
  }
}
