package io.stillwake.storage.minio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.stillwake.storage.ObjectKey;
import io.stillwake.storage.ObjectMissingException;
import io.stillwake.storage.ObjectStoreConfig;
import io.stillwake.storage.PresignedUpload;
import io.stillwake.storage.StorageException;
import io.stillwake.storage.StoredObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the adapter makes of answers that a healthy store does not give. */
class MinioObjectStoreTest {

  private static final ObjectKey KEY = new ObjectKey("renders", "a/b");

  private record Answer(int status, String code) {}

  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final AtomicInteger requests = new AtomicInteger();
  private HttpServer server;
  private MinioObjectStore store;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    store = connect(URI.create("http://127.0.0.1:" + server.getAddress().getPort()), true);
  }

  @AfterEach
  void stop() {
    store.close();
    server.stop(0);
  }

  @Test
  void triesAgainWhileTheStoreIsBusy() {
    answers.add(new Answer(503, "SlowDown"));
    answers.add(new Answer(500, "InternalError"));
    answers.add(new Answer(429, "TooManyRequests"));

    byte[] content = store.get(KEY, "");

    assertThat(content).asString().isEqualTo("content");
    assertThat(requests).hasValue(4);
  }

  @Test
  void givesUpOnABusyStoreAsRetryable() {
    for (int i = 0; i < 4; i++) {
      answers.add(new Answer(503, "SlowDown"));
    }

    assertFails(true);
    assertThat(requests).hasValue(4);
  }

  @Test
  void sortsWhatTheStoreRefuses() {
    answers.add(new Answer(403, "AccessDenied"));
    assertFails(false);
    answers.add(new Answer(404, "NoSuchBucket"));
    assertFails(false);
    answers.add(new Answer(501, "NotImplemented"));
    assertFails(false);
    answers.add(new Answer(400, "RequestTimeout"));
    assertFails(true);
    answers.add(new Answer(409, "OperationAborted"));
    assertFails(true);
  }

  @Test
  void tellsMissingFromAnotherVersion() {
    answers.add(new Answer(404, "NoSuchKey"));
    assertThatThrownBy(() -> store.get(KEY, ""))
        .isInstanceOf(ObjectMissingException.class)
        .hasMessageContaining("renders/a/b");

    answers.add(new Answer(412, "PreconditionFailed"));
    assertThatThrownBy(() -> store.get(KEY, "old"))
        .isInstanceOf(ObjectMissingException.class)
        .hasMessageContaining("version old");
  }

  @Test
  void takesAStoreThatIsNotThereForAway() {
    server.stop(0);

    assertFails(true);
    assertThatThrownBy(() -> store.list("renders", ""))
        .isInstanceOfSatisfying(
            StorageException.class, failure -> assertThat(failure.retryable()).isTrue());
  }

  @Test
  void listsPageAfterPage() {
    List<StoredObject> listed = store.list("uploads", "a");

    assertThat(listed)
        .extracting(object -> object.key().key())
        .containsExactly("a/first one", "a/second");
    assertThat(listed).extracting(StoredObject::etag).containsExactly("e1", "e2");
  }

  @Test
  void endsACallThatIsInterrupted() {
    Thread.currentThread().interrupt();

    assertFails(true);

    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void signsForThePublicAddress() {
    try (MinioObjectStore put = connect(URI.create("http://127.0.0.1:1"), false)) {
      PresignedUpload upload = put.presignUpload(KEY, "image/png", 5, Duration.ofMinutes(1));
      URI download = put.presignDownload(KEY, Duration.ofMinutes(1));

      assertThat(upload.method()).isEqualTo("PUT");
      assertThat(upload.url().toString())
          .startsWith("https://s3.example.com/renders/a/b?")
          .contains("X-Amz-SignedHeaders=content-length%3Bcontent-type%3Bhost");
      assertThat(upload.fields()).containsOnlyKeys("content-type");
      assertThat(download.toString()).startsWith("https://s3.example.com/renders/a/b?");
    }
  }

  @Test
  void holdsAFormToKeyTypeAndSize() {
    PresignedUpload upload = store.presignUpload(KEY, "image/png", 5, Duration.ofMinutes(1));

    assertThat(upload.method()).isEqualTo("POST");
    assertThat(upload.url()).isEqualTo(URI.create("https://s3.example.com/renders"));
    assertThat(upload.fields())
        .containsEntry("key", "a/b")
        .containsEntry("Content-Type", "image/png");
    String policy =
        new String(
            Base64.getDecoder().decode(upload.fields().get("policy")), StandardCharsets.UTF_8);
    assertThat(policy)
        .contains("[\"eq\",\"$key\",\"a/b\"]")
        .contains("[\"eq\",\"$Content-Type\",\"image/png\"]")
        .contains("[\"content-length-range\",1,5]");
  }

  private void assertFails(boolean retryable) {
    assertThatThrownBy(() -> store.get(KEY, ""))
        .isInstanceOfSatisfying(
            StorageException.class,
            failure ->
                assertThat(failure.retryable()).as(failure.getMessage()).isEqualTo(retryable));
  }

  private static MinioObjectStore connect(URI endpoint, boolean postPolicy) {
    return MinioObjectStore.connect(
        new ObjectStoreConfig(
            endpoint,
            URI.create("https://s3.example.com"),
            "us-east-1",
            "access",
            "secret",
            postPolicy));
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    Answer answer = answers.poll();
    String query = String.valueOf(exchange.getRequestURI().getRawQuery());
    byte[] body =
        (answer == null
                ? (query.contains("list-type=2") ? page(query) : "content")
                : "<Error><Code>%s</Code></Error>".formatted(answer.code))
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("content-type", "application/xml");
    exchange.sendResponseHeaders(answer == null ? 200 : answer.status, body.length);
    try (exchange) {
      exchange.getResponseBody().write(body);
    }
  }

  private static String page(String query) {
    boolean second = query.contains("continuation-token=more");
    return """
        <ListBucketResult><Name>uploads</Name><EncodingType>url</EncodingType>
        <IsTruncated>%s</IsTruncated>%s
        <Contents><Key>%s</Key><LastModified>2026-11-23T00:00:00.000Z</LastModified>
        <ETag>"%s"</ETag><Size>5</Size></Contents></ListBucketResult>
        """
        .formatted(
            !second,
            second ? "" : "<NextContinuationToken>more</NextContinuationToken>",
            second ? "a%2Fsecond" : "a%2Ffirst+one",
            second ? "e2" : "e1");
  }
}
