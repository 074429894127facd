package io.stillwake.local.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stillwake.local.kafka.EmbeddedKafka;
import io.stillwake.local.kafka.KafkaClients;
import io.stillwake.storage.ObjectKey;
import io.stillwake.storage.Topics;
import io.stillwake.storage.minio.MinioObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads to the real store, read back as events from a real broker. */
class BucketEventsTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final byte[] PHOTO = "flame".getBytes(UTF_8);

  @TempDir static Path folder;
  private static EmbeddedKafka kafka;
  private static EmbeddedObjectStore server;
  private static MinioObjectStore store;
  private static SignedHttp http;

  private final ObjectKey key =
      new ObjectKey("uploads", "uploads/acme/" + UUID.randomUUID() + "/source");

  @BeforeAll
  static void start() {
    kafka = EmbeddedKafka.start(folder.resolve("kafka"), KafkaClients.freePort());
    new KafkaClients(kafka.bootstrapServers()).createTopics(Set.of());
    server =
        EmbeddedObjectStore.start(
            folder.resolve("s3"), KafkaClients.freePort(), kafka.bootstrapServers());
    store = MinioObjectStore.connect(server.config());
    http = new SignedHttp(server.config());
  }

  @AfterAll
  static void stop() {
    store.close();
    server.close();
    kafka.close();
  }

  @Test
  void tellsOfAnUploadOnce() throws Exception {
    store.put(key, PHOTO, "image/jpeg");

    List<JsonNode> events = eventsOf(key);

    assertThat(events).hasSize(1);
    JsonNode event = events.get(0);
    assertThat(event.path("EventName").textValue()).isEqualTo("s3:ObjectCreated:Put");
    JsonNode object = event.at("/Records/0/s3/object");
    assertThat(object.path("key").textValue()).isEqualTo(key.key().replace("/", "%2F"));
    assertThat(object.path("size").longValue()).isEqualTo(5);
    assertThat(object.path("eTag").textValue()).isEqualTo("599dd3c7d37cb5e2d5045b60c9b95df4");
    assertThat(object.path("contentType").textValue()).isEqualTo("image/jpeg");
  }

  @Test
  void tellsTheUserMetadata() throws Exception {
    HttpResponse<String> answer =
        http.send(
            "PUT",
            "/" + key,
            Map.of(),
            Map.of("content-type", "image/png", "x-amz-meta-preset", "campfire"),
            PHOTO);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(eventsOf(key)).hasSize(1);
    assertThat(eventsOf(key).get(0).at("/Records/0/s3/object/userMetadata"))
        .isEqualTo(
            JSON.createObjectNode()
                .put("X-Amz-Meta-Preset", "campfire")
                .put("content-type", "image/png"));
  }

  @Test
  void tellsOfAnUploadInPartsOnceAndOnlyWhenItIsWhole() throws Exception {
    byte[] part = new byte[5 << 20];
    HttpResponse<String> begun =
        http.send(
            "POST",
            "/" + key,
            Map.of("uploads", ""),
            Map.of("content-type", "image/jpeg", "x-amz-meta-preset", "campfire"),
            new byte[0]);
    String upload = begun.body().replaceAll("(?s).*<UploadId>(.*)</UploadId>.*", "$1");
    StringBuilder parts = new StringBuilder();
    for (int number = 1; number <= 2; number++) {
      HttpResponse<String> stored =
          http.send(
              "PUT",
              "/" + key,
              Map.of("partNumber", Integer.toString(number), "uploadId", upload),
              Map.of(),
              number == 1 ? part : PHOTO);
      parts.append(
          "<Part><PartNumber>%d</PartNumber><ETag>%s</ETag></Part>"
              .formatted(number, stored.headers().firstValue("etag").orElseThrow()));
    }
    List<JsonNode> eventsOfParts = eventsOf(key);

    HttpResponse<String> completed =
        http.send(
            "POST",
            "/" + key,
            Map.of("uploadId", upload),
            Map.of(),
            ("<CompleteMultipartUpload>" + parts + "</CompleteMultipartUpload>").getBytes(UTF_8));

    assertThat(completed.body()).contains("<CompleteMultipartUploadResult");
    assertThat(eventsOfParts).isEmpty();
    List<JsonNode> events = eventsOf(key);
    assertThat(events).hasSize(1);
    assertThat(events.get(0).path("EventName").textValue())
        .isEqualTo("s3:ObjectCreated:CompleteMultipartUpload");
    JsonNode object = events.get(0).at("/Records/0/s3/object");
    assertThat(object.path("size").longValue()).isEqualTo(part.length + PHOTO.length);
    assertThat(object.path("eTag").textValue()).matches("[0-9a-f]{32}-2");
    assertThat(object.path("contentType").textValue()).isEqualTo("image/jpeg");
    assertThat(object.at("/userMetadata/X-Amz-Meta-Preset").textValue()).isEqualTo("campfire");
    assertThat(allKeys()).noneMatch(name -> name.contains("s3proxy") || name.contains("mpus"));
  }

  @Test
  void tellsOfACopyAndOfARemoval() throws Exception {
    ObjectKey rendered = new ObjectKey("renders", key.key());
    store.put(rendered, PHOTO, "image/jpeg");

    store.copy(rendered, key, "image/jpeg");
    store.delete(key);
    store.delete(key);

    assertThat(eventsOf(key))
        .extracting(event -> event.path("EventName").textValue())
        .containsExactly("s3:ObjectCreated:Copy", "s3:ObjectRemoved:Delete");
  }

  @Test
  void saysNothingOfOtherBuckets() throws Exception {
    ObjectKey rendered = new ObjectKey("renders", key.key());

    store.put(rendered, PHOTO, "image/jpeg");

    assertThat(eventsOf(rendered)).isEmpty();
  }

  @Test
  void tellsLaterAndInOrderWhatHappenedWhileKafkaWasAway(@TempDir Path other) throws Exception {
    int port = KafkaClients.freePort();
    String away = "127.0.0.1:" + port;
    try (EmbeddedObjectStore lonely =
            EmbeddedObjectStore.start(other.resolve("s3"), KafkaClients.freePort(), away);
        MinioObjectStore client = MinioObjectStore.connect(lonely.config())) {
      client.put(key, PHOTO, "image/jpeg");
      client.delete(key);
    }

    try (EmbeddedKafka back = EmbeddedKafka.start(other.resolve("kafka"), port)) {
      new KafkaClients(away).createTopics(Set.of());
      try (EmbeddedObjectStore again =
          EmbeddedObjectStore.start(other.resolve("s3"), KafkaClients.freePort(), away)) {
        awaitSent(other.resolve("s3"));
      }

      assertThat(new KafkaClients(away).readAll(Topics.UPLOADS))
          .extracting(record -> read(record.value()).path("EventName").textValue())
          .containsExactly("s3:ObjectCreated:Put", "s3:ObjectRemoved:Delete");
    }
  }

  private static List<JsonNode> eventsOf(ObjectKey key) {
    awaitSent(folder.resolve("s3"));
    return new KafkaClients(kafka.bootstrapServers())
        .readAll(Topics.UPLOADS).stream()
            .filter(record -> record.key().equals(key.toString()))
            .map(record -> read(record.value()))
            .toList();
  }

  private static List<String> allKeys() {
    return new KafkaClients(kafka.bootstrapServers())
        .readAll(Topics.UPLOADS).stream().map(record -> record.key()).toList();
  }

  private static void awaitSent(Path store) {
    await()
        .until(
            () -> {
              try (Stream<Path> waiting = Files.list(store.resolve("events"))) {
                return waiting.findAny().isEmpty();
              }
            });
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json.getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
