package io.stillwake.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.stillwake.ingest.status.RenderRecords;
import io.stillwake.storage.RenderId;
import io.stillwake.storage.Tenant;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StatusTest {

  static final String MANIFEST =
      """
      {"id": "01m844dzg0edt7pe93gypg54bq", "tenant": "local", "state": "completed",
       "submitted_at": "2026-01-01T10:00:00Z", "completed_at": "2026-01-01T10:00:40Z",
       "spec": {"family": "reference", "rotate": 0, "seed": 7, "priority": "interactive",
                "animate": {"prompt": "waves", "negative_prompt": "", "motion_strength": 0.5,
                            "seconds": 4.0, "fps": 24.0, "loop": false}},
       "plan": {"style": {"style": "ink", "light": "", "strength": 0.8, "keep_colors": false,
                          "stroke": 1.0, "vividness": 0.75},
                "motions": [{"motion": "water", "amount": 0.4, "direction": [1.0, 0.0],
                             "speed": 1.0}],
                "coverage": {"water": 0.25, "sky": 0.0}},
       "frames": 96,
       "results": {"video": {"key": "video.mp4", "size": 7}, "poster": {"key": "poster.jpg"},
                   "regions": {"water": {"key": "regions/water.png"},
                               "overview": {"key": "regions/overview.png"}}},
       "time": {"queued_seconds": 1.5, "waiting_for_slot_seconds": 0.25, "fetch_seconds": 0.5,
                "model_seconds": 20.125, "encode_seconds": 2.0, "store_seconds": 0.75},
       "timings": {"later": "members are left out"}, "warnings": ["a warning"]}
      """;

  private static final String OLD = "01m844dzg0edt7pe93gypg54bq";

  @RegisterExtension final RunningIngest ingest = new RunningIngest();

  @Test
  void answersFromTheStoreWhatTheTopicsHaveForgotten() {
    ingest.awaitReady();
    ingest.store.put(
        ingest.layout.manifest(new Tenant("local"), new RenderId(OLD)),
        MANIFEST.getBytes(StandardCharsets.UTF_8),
        "application/json");

    JsonNode render = Api.json(ingest.api().get("/v1/renders/" + OLD));

    assertThat(render.path("state").textValue()).isEqualTo("completed");
    assertThat(render.path("created_at").textValue()).isEqualTo("2026-01-01T10:00:00Z");
    assertThat(render.path("updated_at").textValue()).isEqualTo("2026-01-01T10:00:40Z");
    assertThat(render.at("/spec/animate/seconds").doubleValue()).isEqualTo(4);
    assertThat(render.path("results").fieldNames())
        .toIterable()
        .containsExactly("video", "poster", "manifest", "regions");
    assertThat(render.at("/results/regions/overview").textValue())
        .isEqualTo("/v1/renders/" + OLD + "/content/regions/overview.png");
    assertThat(render.at("/warnings/0").textValue()).isEqualTo("a warning");
    assertThat(render.has("error")).isFalse();
  }

  @Test
  void believesTheStoreWhereTheEndWasLostOnItsWay() {
    ingest.awaitReady();
    String id = ingest.submit();
    ingest.store.put(
        ingest.layout.manifest(new Tenant("local"), new RenderId(id)),
        MANIFEST.getBytes(StandardCharsets.UTF_8),
        "application/json");
    ingest.pass(Duration.ofMinutes(6));

    JsonNode render = Api.json(ingest.api().get("/v1/renders/" + id));

    assertThat(render.path("state").textValue()).isEqualTo("completed");
  }

  @Test
  void tellsWhatTheWordsAndThePictureCameTo() {
    ingest.awaitReady();
    String id = ingest.submit();
    ingest.store.put(
        ingest.layout.manifest(new Tenant("local"), new RenderId(id)),
        MANIFEST.getBytes(StandardCharsets.UTF_8),
        "application/json");
    ingest.kafka.publish(new RenderRecords(id).completed());
    ingest.awaitState(id, "completed");

    JsonNode render = Api.json(ingest.api().get("/v1/renders/" + id));

    assertThat(render.path("plan")).isEqualTo(Api.json(MANIFEST).path("plan"));
    assertThat(render.path("time")).isEqualTo(Api.json(MANIFEST).path("time"));
    assertThat(render.at("/results/regions/water").textValue())
        .isEqualTo("/v1/renders/" + id + "/content/regions/water.png");
  }

  @Test
  void tellsPlaceEndAndWhereTheTimeWentEvenAfterARestart() {
    ingest.awaitReady();
    String id = ingest.submit();
    RenderRecords records = new RenderRecords(id);
    ingest.kafka.publish(records.left("generate", 20, 6));
    ingest.kafka.publish(records.left("assemble", 4, 2));
    ingest.kafka.publish(records.waiting(0, 2, 4.46, 4));
    ingest.restart();
    ingest.awaitReady();

    JsonNode render = Api.json(ingest.api().get("/v1/renders/" + id));

    assertThat(render.path("queue"))
        .isEqualTo(
            Api.json(
                """
                {"pool": "cpu", "position": 3, "waiting_items": 2, "wait_seconds": 4.5,
                 "live_slots": 4}
                """));
    assertThat(render.path("updated_at").textValue()).isEqualTo("2026-11-23T12:00:10Z");
    assertThat(render.path("eta").textValue()).isEqualTo("2026-11-23T12:00:32.460Z");
    assertThat(render.path("eta_seconds").doubleValue()).isEqualTo(22.5);
    assertThat(render.path("time"))
        .isEqualTo(
            Api.json(
                """
                {"queued_seconds": 3.0, "waiting_for_slot_seconds": 0.64, "fetch_seconds": 0.08,
                 "model_seconds": 4.2, "encode_seconds": 0.12, "store_seconds": 0.14}
                """));
  }

  @Test
  void saysInWordsThatNobodyServesARender() {
    ingest.awaitReady();
    String id = ingest.submit();
    RenderRecords records = new RenderRecords(id);
    ingest.kafka.publish(records.left("generate", 20, 6));
    ingest.kafka.publish(records.waiting(0, 0, -1, 0));

    JsonNode render =
        await()
            .until(
                () -> Api.json(ingest.api().get("/v1/renders/" + id)), shown -> shown.has("queue"));

    assertThat(render.at("/queue/note").textValue())
        .isEqualTo("no worker of pool 'cpu' is alive; its work is kept");
    assertThat(render.at("/queue").has("wait_seconds")).isFalse();
    assertThat(render.has("eta")).isFalse();
    assertThat(render.has("eta_seconds")).isFalse();
  }

  @Test
  void aRenderOfJobsThatTellNoneOfItHasNoPlaceEndOrTime() {
    ingest.awaitReady();
    String id = ingest.submit();
    ingest.kafka.publish(new RenderRecords(id).frames(1, 4));
    ingest.awaitState(id, "running");

    JsonNode render = Api.json(ingest.api().get("/v1/renders/" + id));

    assertThat(render.fieldNames()).toIterable().doesNotContain("queue", "eta", "time");
  }

  @Test
  void showsWhyARenderFailed() {
    ingest.awaitReady();
    String id = ingest.submit();
    ingest.kafka.publish(new RenderRecords(id).failed());
    ingest.awaitState(id, "failed");

    JsonNode error = Api.json(ingest.api().get("/v1/renders/" + id)).path("error");

    assertThat(error.path("code").textValue()).isEqualTo("not_an_image");
    assertThat(error.path("retryable").booleanValue()).isFalse();
  }

  @Test
  void readsOnAfterARecordThatCannotBeRead() {
    ingest.awaitReady();
    String id = ingest.submit();
    ingest.kafka.publishUnreadable("render-events");
    ingest.kafka.publish(new RenderRecords(id).completed());

    ingest.awaitState(id, "completed");
  }

  @Test
  void pagesFromTheNewestToTheOldest() {
    ingest.awaitReady();
    List<String> submitted = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ingest.pass(Duration.ofSeconds(1));
      submitted.add(0, ingest.submit());
    }

    List<String> listed = new ArrayList<>();
    String path = "/v1/renders?limit=2";
    for (int pages = 0; pages < 3; pages++) {
      JsonNode page = Api.json(ingest.api().get(path));
      page.path("renders").forEach(render -> listed.add(render.path("id").textValue()));
      path = "/v1/renders?limit=2&cursor=" + page.path("next_cursor").asText();
    }

    assertThat(listed).isEqualTo(submitted);
    assertThat(path).endsWith("cursor=");
  }

  @Test
  void listsRendersOfOneStateAlone() {
    ingest.awaitReady();
    String ended = ingest.submit();
    ingest.submit();
    ingest.kafka.publish(new RenderRecords(ended).completed());
    ingest.awaitState(ended, "completed");

    JsonNode page = Api.json(ingest.api().get("/v1/renders?state=completed"));

    assertThat(page.path("renders")).hasSize(1);
    assertThat(page.at("/renders/0/id").textValue()).isEqualTo(ended);
  }

  @Test
  void namesEveryWrongParameterOfAPage() {
    HttpResponse<byte[]> answer = ingest.api().get("/v1/renders?limit=0&state=gone&cursor=!");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Api.json(answer).path("errors")).hasSize(3);
  }

  @Test
  void doesNotSayThatARenderIsUnknownBeforeItHasReadAll() {
    ingest.kafka.goAway();
    ingest.restart();

    HttpResponse<byte[]> answer = ingest.api().get("/v1/renders/" + OLD);
    HttpResponse<byte[]> ready = ingest.api().get("/readyz");
    ingest.kafka.comeBack();

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(Api.json(ready).at("/errors/0/pointer").textValue()).isEqualTo("kafka");
    await().until(() -> ingest.api().get("/v1/renders/" + OLD).statusCode() == 404);
  }

  @Test
  void countsWhatItDoes() {
    ingest.awaitReady();
    ingest.submit();

    String metrics = new String(ingest.api().get("/metrics").body(), StandardCharsets.UTF_8);

    assertThat(metrics).contains("stillwake_ingest_renders 1.0", "stillwake_ingest_http_requests");
  }

  @Test
  void isNotReadyWithoutTheStore() {
    ingest.awaitReady();
    ingest.store.failNext(1);

    HttpResponse<byte[]> answer = ingest.api().get("/readyz");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(Api.json(answer).at("/errors/0/detail").textValue()).startsWith("store:");
    assertThat(ingest.api().get("/healthz").statusCode()).isEqualTo(200);
  }
}
