package io.stillwake.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.stillwake.ingest.status.RenderRecords;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class IdempotencyTest {

  private static final String BODY = SubmitTest.ANIMATE;
  private static final String SAME_BODY =
      "{\"source\":{\"size\":1000,\"media_type\":\"image/jpeg\"},\"seed\":7,"
          + "\"animate\":{\"prompt\":\"waves roll\"}}";

  @RegisterExtension final RunningIngest ingest = new RunningIngest();

  @BeforeEach
  void awaitReady() {
    ingest.awaitReady();
  }

  @Test
  void answersTheSameRequestWithTheSameRender() {
    HttpResponse<byte[]> first = submit("k", BODY);
    HttpResponse<byte[]> second = submit("k", SAME_BODY);

    assertThat(second.statusCode()).isEqualTo(202);
    assertThat(id(second)).isEqualTo(id(first));
    assertThat(first.headers().firstValue("idempotency-replayed")).isEmpty();
    assertThat(second.headers().firstValue("idempotency-replayed")).contains("true");
    assertThat(Api.json(second).at("/upload/url").textValue()).contains(id(first));
    assertThat(ingest.kafka.commands()).hasSize(1);
  }

  @Test
  void remembersTheKeyAfterARestart() {
    String id = id(submit("k", BODY));
    ingest.restart();
    ingest.awaitReady();

    HttpResponse<byte[]> second = submit("k", BODY);

    assertThat(id(second)).isEqualTo(id);
    assertThat(second.headers().firstValue("idempotency-replayed")).contains("true");
    assertThat(ingest.kafka.commands()).hasSize(1);
  }

  @Test
  void tellsHowTheRenderStandsNow() {
    String id = id(submit("k", BODY));
    ingest.kafka.publish(new RenderRecords(id).completed());
    ingest.awaitState(id, "completed");

    assertThat(Api.json(submit("k", BODY)).at("/render/state").textValue()).isEqualTo("completed");
  }

  @Test
  void refusesAKnownKeyWithAnotherBody() {
    submit("k", BODY);

    HttpResponse<byte[]> answer = submit("k", BODY.replace("7", "8"));

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(code(answer)).isEqualTo("idempotency_key_reused");
  }

  @Test
  void refusesAKeyWhileItsFirstRequestIsAnswered() throws Exception {
    CountDownLatch sending = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    ingest.kafka.beforeSend(
        () -> {
          sending.countDown();
          release.await();
        });
    CompletableFuture<HttpResponse<byte[]>> first =
        CompletableFuture.supplyAsync(() -> submit("k", BODY));
    sending.await();

    HttpResponse<byte[]> second = submit("k", BODY);
    release.countDown();

    assertThat(second.statusCode()).isEqualTo(409);
    assertThat(code(second)).isEqualTo("idempotency_key_in_use");
    assertThat(Api.json(second).path("retryable").booleanValue()).isTrue();
    assertThat(first.join().statusCode()).isEqualTo(202);
  }

  @Test
  void completesWhatFailedUnderTheSameRender() {
    ingest.kafka.goAway();
    HttpResponse<byte[]> failed = submit("k", BODY);
    ingest.kafka.comeBack();

    HttpResponse<byte[]> second = submit("k", BODY);
    HttpResponse<byte[]> third = submit("k", BODY);

    assertThat(failed.statusCode()).isEqualTo(503);
    assertThat(second.headers().firstValue("idempotency-replayed")).isEmpty();
    assertThat(ingest.kafka.commands()).hasSize(1);
    assertThat(id(third)).isEqualTo(id(second));
  }

  @Test
  void keepsAKeyForADay() {
    String id = id(submit("k", BODY));
    ingest.pass(Duration.ofHours(24).minusSeconds(1));
    String sameDay = id(submit("k", BODY));
    ingest.pass(Duration.ofSeconds(1));
    String nextDay = id(submit("k", BODY));

    assertThat(sameDay).isEqualTo(id);
    assertThat(nextDay).isNotEqualTo(id);
  }

  @Test
  void keepsTheKeysOfTenantsApart() {
    String id = id(submit("k", BODY));

    HttpResponse<byte[]> other =
        ingest.api().post("/v1/renders", BODY, "Idempotency-Key", "k", "Stillwake-Tenant", "other");

    assertThat(id(other)).isNotEqualTo(id);
  }

  private HttpResponse<byte[]> submit(String key, String body) {
    return ingest.api().post("/v1/renders", body, "Idempotency-Key", key);
  }

  private static String id(HttpResponse<byte[]> answer) {
    JsonNode id = Api.json(answer).at("/render/id");
    assertThat(id.isTextual()).as(() -> Api.json(answer).toString()).isTrue();
    return id.textValue();
  }

  private static String code(HttpResponse<byte[]> answer) {
    return Api.json(answer).path("code").textValue();
  }
}
