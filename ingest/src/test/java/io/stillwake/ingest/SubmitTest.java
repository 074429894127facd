package io.stillwake.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.stillwake.proto.RenderCommand;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SubmitTest {

  static final String ANIMATE =
      """
      {"animate": {"prompt": "waves roll"}, "seed": 7,
       "source": {"media_type": "image/jpeg", "size": 1000}}
      """;

  @RegisterExtension final RunningIngest ingest = new RunningIngest();

  @Test
  void answersWithTheRenderAndWhereItsPictureGoes() {
    HttpResponse<byte[]> answer = ingest.api().post("/v1/renders", ANIMATE);

    JsonNode body = Api.json(answer);
    String id = body.at("/render/id").textValue();
    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.headers().firstValue("location")).contains("/v1/renders/" + id);
    assertThat(body.at("/render/state").textValue()).isEqualTo("awaiting_upload");
    assertThat(body.at("/upload/method").textValue()).isEqualTo("PUT");
    assertThat(body.at("/upload/url").textValue()).contains("uploads/local/" + id + "/source");
    assertThat(body.at("/upload/expires_at").textValue()).isEqualTo("2026-11-23T13:00:00Z");
  }

  @Test
  void writesTheTicketBeforeItAnswers() {
    String id = submit();

    RenderCommand ticket = ingest.kafka.commands().get(0);
    assertThat(ticket.getRenderId()).isEqualTo(id);
    assertThat(ticket.getTenant()).isEqualTo("local");
    assertThat(ticket.getSubmit().getSource().getKey())
        .isEqualTo("uploads/local/" + id + "/source");
    assertThat(ticket.getSubmit().getSource().getSize()).isEqualTo(1000);
    assertThat(ticket.getSubmit().getSpec().getAnimate().getSeconds()).isEqualTo(4);
  }

  @Test
  void aDeadlineTravelsWithTheTicketAndIsShown() {
    HttpResponse<byte[]> answer =
        ingest
            .api()
            .post("/v1/renders", ANIMATE.replace("\"seed\": 7", "\"deadline_seconds\": 90"));

    assertThat(ingest.kafka.commands().get(0).getSubmit().getSpec().getDeadlineSeconds())
        .isEqualTo(90);
    assertThat(Api.json(answer).at("/render/spec/deadline_seconds").intValue()).isEqualTo(90);
  }

  @Test
  void showsTheRenderAtOnce() {
    String id = submit();

    JsonNode render = Api.json(ingest.api().get("/v1/renders/" + id));

    assertThat(render.path("spec").path("animate").path("fps").doubleValue()).isEqualTo(24);
    assertThat(render.path("created_at").textValue()).isEqualTo("2026-11-23T12:00:00Z");
    assertThat(render.at("/urls/events").textValue()).isEqualTo("/v1/renders/" + id + "/events");
  }

  @Test
  void stillShowsTheRenderAfterARestart() {
    String id = submit();
    ingest.restart();
    ingest.awaitReady();

    HttpResponse<byte[]> answer = ingest.api().get("/v1/renders/" + id);

    assertThat(Api.json(answer).path("state").textValue()).isEqualTo("awaiting_upload");
  }

  @Test
  void saysTryAgainWhileKafkaIsAway() {
    ingest.kafka.goAway();

    HttpResponse<byte[]> answer = ingest.api().post("/v1/renders", ANIMATE);

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("retry-after")).contains("5");
    assertThat(Api.json(answer).path("code").textValue()).isEqualTo("unavailable");
    assertThat(Api.json(answer).path("retryable").booleanValue()).isTrue();
  }

  @Test
  void saysTryAgainWhileTheStoreIsAway() {
    ingest.store.failNext(1);

    HttpResponse<byte[]> answer = ingest.api().post("/v1/renders", ANIMATE);

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(Api.json(answer).path("code").textValue()).isEqualTo("store_unavailable");
    assertThat(ingest.kafka.commands()).isEmpty();
  }

  @Test
  void keepsOneTenantsRendersFromAnother() {
    String id = submit();

    HttpResponse<byte[]> answer =
        ingest.api().get("/v1/renders/" + id, "Stillwake-Tenant", "other");

    assertThat(Api.json(answer).path("code").textValue()).isEqualTo("render_not_found");
  }

  private String submit() {
    ingest.awaitReady();
    return ingest.submit();
  }
}
