package io.stillwake.local.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.stillwake.local.kafka.KafkaClients;
import io.stillwake.storage.ObjectKey;
import io.stillwake.storage.ObjectStoreConfig;
import io.stillwake.storage.PresignedUpload;
import io.stillwake.storage.StoredObject;
import io.stillwake.storage.minio.MinioObjectStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedObjectStoreTest {

  private static final Duration VALIDITY = Duration.ofMinutes(5);

  /** Every byte there is, so that nothing on the way may take it for text. */
  private static final byte[] PHOTO = new byte[256];

  static {
    for (int i = 0; i < PHOTO.length; i++) {
      PHOTO[i] = (byte) i;
    }
  }

  @TempDir static Path folder;
  private static EmbeddedObjectStore server;
  private static MinioObjectStore forms;
  private static MinioObjectStore puts;

  /** A refused upload closes its connection, so each request has one of its own. */
  private static HttpClient http() {
    return HttpClient.newHttpClient();
  }

  private final ObjectKey key = new ObjectKey("renders", "test/" + UUID.randomUUID());

  @BeforeAll
  static void start() {
    server = EmbeddedObjectStore.start(folder, KafkaClients.freePort(), "127.0.0.1:1");
    ObjectStoreConfig config = server.config();
    forms = MinioObjectStore.connect(config);
    puts =
        MinioObjectStore.connect(
            new ObjectStoreConfig(
                config.endpoint(),
                config.publicEndpoint(),
                config.region(),
                config.accessKey(),
                config.secretKey(),
                false));
  }

  @AfterAll
  static void stop() {
    forms.close();
    puts.close();
    server.close();
  }

  @Test
  void takesAnUploadByPresignedForm() throws Exception {
    PresignedUpload upload = forms.presignUpload(key, "image/jpeg", PHOTO.length, VALIDITY);

    HttpResponse<String> answer = post(upload, upload.fields(), PHOTO);

    assertThat(answer.statusCode()).isEqualTo(204);
    StoredObject stored = forms.stat(key).orElseThrow();
    assertThat(stored.mediaType()).isEqualTo("image/jpeg");
    assertThat(forms.get(key, stored.etag())).isEqualTo(PHOTO);
  }

  @Test
  void refusesAFormWithMoreThanWasSigned() throws Exception {
    PresignedUpload upload = forms.presignUpload(key, "image/jpeg", PHOTO.length - 1, VALIDITY);

    HttpResponse<String> answer = post(upload, upload.fields(), PHOTO);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("EntityTooLarge");
    assertThat(forms.stat(key)).isEmpty();
  }

  @Test
  void refusesAFormWithNothing() throws Exception {
    PresignedUpload upload = forms.presignUpload(key, "image/jpeg", PHOTO.length, VALIDITY);

    HttpResponse<String> answer = post(upload, upload.fields(), new byte[0]);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("EntityTooSmall");
  }

  @Test
  void refusesAFormOfAnotherTypeOrForAnotherKey() throws Exception {
    PresignedUpload upload = forms.presignUpload(key, "image/jpeg", PHOTO.length, VALIDITY);

    assertThat(post(upload, with(upload, "Content-Type", "text/html"), PHOTO).statusCode())
        .isEqualTo(403);
    assertThat(post(upload, with(upload, "key", key.key() + "2"), PHOTO).statusCode())
        .isEqualTo(403);
  }

  @Test
  void takesAnUploadByPresignedPut() throws Exception {
    PresignedUpload upload = puts.presignUpload(key, "image/jpeg", PHOTO.length, VALIDITY);

    int status = put(upload, "image/jpeg", PHOTO);

    assertThat(status).isEqualTo(200);
    assertThat(puts.stat(key).orElseThrow().mediaType()).isEqualTo("image/jpeg");
    assertThat(puts.get(key, "")).isEqualTo(PHOTO);
  }

  @Test
  void refusesAPutOfAnotherLengthOrType() throws Exception {
    PresignedUpload upload = puts.presignUpload(key, "image/jpeg", PHOTO.length, VALIDITY);

    assertThat(put(upload, "image/jpeg", "longer".getBytes(UTF_8))).isEqualTo(403);
    assertThat(put(upload, "text/html", PHOTO)).isEqualTo(403);
    assertThat(puts.stat(key)).isEmpty();
  }

  @Test
  void readsARangeByPresignedUrl() throws Exception {
    forms.put(key, PHOTO, "image/jpeg");
    URI url = forms.presignDownload(key, VALIDITY);

    HttpResponse<byte[]> answer =
        http()
            .send(
                HttpRequest.newBuilder(url).header("range", "bytes=254-300").build(),
                HttpResponse.BodyHandlers.ofByteArray());

    assertThat(answer.statusCode()).isEqualTo(206);
    assertThat(answer.body()).containsExactly(254, 255);
    assertThat(answer.headers().firstValue("content-type")).hasValue("image/jpeg");
  }

  @Test
  void answersNobodyWithoutASignature() throws Exception {
    forms.put(key, PHOTO, "image/jpeg");
    URI url = server.config().endpoint().resolve("/" + key);

    HttpResponse<String> answer =
        http().send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(403);
  }

  @Test
  void keepsObjectsAndForgetsHalfUploadsAcrossARestart(@TempDir Path other) throws Exception {
    ObjectKey first = new ObjectKey("renders", "a/" + UUID.randomUUID());
    try (EmbeddedObjectStore before = startOn(other);
        MinioObjectStore store = MinioObjectStore.connect(before.config())) {
      store.put(first, PHOTO, "image/jpeg");
    }
    Files.write(other.resolve("objects/renders/a/video.mp4-" + UUID.randomUUID()), PHOTO);

    try (EmbeddedObjectStore after = startOn(other);
        MinioObjectStore store = MinioObjectStore.connect(after.config())) {
      assertThat(store.get(first, "")).isEqualTo(PHOTO);
      assertThat(store.list("renders", "a/")).extracting(StoredObject::key).containsExactly(first);
    }
  }

  @Test
  void saysThatItsPortIsTaken(@TempDir Path other) {
    int port = server.config().endpoint().getPort();

    assertThatThrownBy(() -> EmbeddedObjectStore.start(other, port, "127.0.0.1:1"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("127.0.0.1:" + port);
  }

  @Test
  void leavesNoThreadBehind(@TempDir Path other) {
    Set<Thread> before = Thread.getAllStackTraces().keySet();

    startOn(other).close();

    // One of Netty's, which another test's client began meanwhile, ends by itself a second later.
    await()
        .pollInSameThread()
        .untilAsserted(
            () ->
                assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> !before.contains(thread) && !thread.isDaemon())
                    .isEmpty());
  }

  private static EmbeddedObjectStore startOn(Path folder) {
    return EmbeddedObjectStore.start(folder, KafkaClients.freePort(), "127.0.0.1:1");
  }

  private static Map<String, String> with(PresignedUpload upload, String name, String value) {
    return upload.fields().entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                entry -> entry.getKey().equals(name) ? value : entry.getValue()));
  }

  private static int put(PresignedUpload upload, String mediaType, byte[] content)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(upload.url())
            .header("content-type", mediaType)
            .PUT(HttpRequest.BodyPublishers.ofByteArray(content))
            .build();
    return http().send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private static HttpResponse<String> post(
      PresignedUpload upload, Map<String, String> fields, byte[] content)
      throws IOException, InterruptedException {
    String boundary = "----" + UUID.randomUUID();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    fields.forEach(
        (name, value) ->
            body.writeBytes(
                "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                    .formatted(boundary, name, value)
                    .getBytes(UTF_8)));
    body.writeBytes(
        ("--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"photo\"\r\n"
                + "Content-Type: application/octet-stream\r\n\r\n")
            .formatted(boundary)
            .getBytes(UTF_8));
    body.writeBytes(content);
    body.writeBytes("\r\n--%s--\r\n".formatted(boundary).getBytes(UTF_8));
    HttpRequest request =
        HttpRequest.newBuilder(upload.url())
            .header("content-type", "multipart/form-data; boundary=" + boundary)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
            .build();
    return http().send(request, HttpResponse.BodyHandlers.ofString());
  }
}
