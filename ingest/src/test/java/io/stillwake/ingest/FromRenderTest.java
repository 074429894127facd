package io.stillwake.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.stillwake.ingest.status.RenderRecords;
import io.stillwake.proto.RenderCommand;
import io.stillwake.storage.RenderId;
import io.stillwake.storage.StoredObject;
import io.stillwake.storage.Tenant;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Renders that go on from what an earlier one made. */
class FromRenderTest {

  private static final Tenant TENANT = new Tenant("local");

  @RegisterExtension final RunningIngest ingest = new RunningIngest();

  private String earlier;
  private StoredObject film;
  private StoredObject picture;

  @BeforeEach
  void makeAFilm() {
    ingest.awaitReady();
    earlier = ingest.submit();
    RenderId id = new RenderId(earlier);
    film = ingest.store.put(ingest.layout.video(TENANT, id), new byte[7], "video/mp4");
    picture = ingest.store.put(ingest.layout.picture(TENANT, id), new byte[5], "image/png");
  }

  @Test
  void takesAFrameOfItsFilm() {
    complete();

    HttpResponse<byte[]> answer = from("{'render': '%s', 'frame': 95}");

    assertThat(answer.statusCode()).isEqualTo(202);
    RenderCommand ticket = ingest.kafka.commands().get(1);
    assertThat(ticket.getSubmit().getStored()).isTrue();
    assertThat(ticket.getSubmit().getSource()).isEqualTo(film.toRef(""));
    assertThat(ticket.getSubmit().getSpec().getFrom().getFrame()).isEqualTo(95);
  }

  @Test
  void takesItsPictureWhereNoFrameIsNamed() {
    complete();

    var unused = from("{'render': '%s'}");

    assertThat(ingest.kafka.commands().get(1).getSubmit().getSource()).isEqualTo(picture.toRef(""));
  }

  @Test
  void asksForNoUpload() {
    complete();

    JsonNode answer = Api.json(from("{'render': '%s'}"));

    assertThat(answer.has("upload")).isFalse();
    assertThat(answer.at("/render/state").textValue()).isEqualTo("queued");
    assertThat(answer.at("/render/spec/from/render").textValue()).isEqualTo(earlier);
  }

  @Test
  void needsNoAnnouncement() {
    complete();
    String id = Api.json(from("{'render': '%s'}")).at("/render/id").textValue();

    HttpResponse<byte[]> answer = ingest.api().post("/v1/renders/" + id + "/uploaded", "");

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(ingest.kafka.commands()).hasSize(2);
  }

  @Test
  void saysWhichFramesThereAre() {
    complete();

    problem(
        from("{'render': '%s', 'frame': 96}"),
        400,
        "frame_out_of_range",
        "frame: 96 (expected: 0 to 95)");
    problem(
        from("{'render': '%s', 'frame': -1}"),
        400,
        "frame_out_of_range",
        "frame: -1 (expected: 0 to 95)");
  }

  @Test
  void refusesARenderThatIsNotThere() {
    problem(
        from("{'render': '01m844dzg0edt7pe93gypg54bq'}"),
        404,
        "render_not_found",
        "render: 01m844dzg0edt7pe93gypg54bq (expected: a render of tenant local)");
    problem(
        from("{'render': 'latest'}"),
        404,
        "render_not_found",
        "render: latest (expected: a render of tenant local)");
    assertThat(
            Api.json(ingest.api().post("/v1/renders", body(earlier), "Stillwake-Tenant", "other"))
                .path("code")
                .textValue())
        .isEqualTo("render_not_found");
  }

  @Test
  void refusesARenderThatHasNotMadeAnything() {
    HttpResponse<byte[]> early = from("{'render': '%s'}");
    ingest.kafka.publish(new RenderRecords(earlier).failed());
    ingest.awaitState(earlier, "failed");
    HttpResponse<byte[]> late = from("{'render': '%s'}");

    problem(early, 404, "not_ready", "render: awaiting_upload (expected: a completed render)");
    problem(late, 404, "not_found", "render: failed (expected: a completed render)");
  }

  @Test
  void saysWhereResultsHaveGone() {
    complete();
    ingest.store.delete(picture.key());

    HttpResponse<byte[]> answer = from("{'render': '%s'}");

    assertThat(Api.json(answer).path("code").textValue()).isEqualTo("not_found");
  }

  @Test
  void refusesASourceBesideIt() {
    complete();

    HttpResponse<byte[]> answer =
        ingest
            .api()
            .post(
                "/v1/renders",
                """
                {"animate": {}, "from": {"render": "%s"},
                 "source": {"media_type": "image/png", "size": 1}}
                """
                    .formatted(earlier));

    problem(answer, 400, "invalid_request", "from: beside source (expected: one of them)");
  }

  private void complete() {
    ingest.kafka.publish(new RenderRecords(earlier).completed());
    ingest.awaitState(earlier, "completed");
  }

  private HttpResponse<byte[]> from(String from) {
    return ingest
        .api()
        .post(
            "/v1/renders",
            "{\"animate\": {}, \"from\": %s}"
                .formatted(from.replace('\'', '"').formatted(earlier)));
  }

  private static String body(String render) {
    return "{\"animate\": {}, \"from\": {\"render\": \"%s\"}}".formatted(render);
  }

  private static void problem(HttpResponse<byte[]> answer, int status, String code, String detail) {
    JsonNode problem = Api.json(answer);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(problem.path("code").textValue()).isEqualTo(code);
    assertThat(problem.path("detail").textValue()).isEqualTo(detail);
  }
}
