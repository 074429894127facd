package io.stillwake.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.stillwake.ingest.status.RenderRecords;
import io.stillwake.proto.ObjectRef;
import io.stillwake.proto.RenderCommand;
import io.stillwake.storage.RenderId;
import io.stillwake.storage.Tenant;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a client can still say about a render: that its picture is there, and that it may end. */
class ChangeOfMindTest {

  @RegisterExtension final RunningIngest ingest = new RunningIngest();

  private String id;

  @BeforeEach
  void submit() {
    ingest.awaitReady();
    id = ingest.submit();
  }

  @Test
  void cancels() {
    HttpResponse<byte[]> answer = ingest.api().post("/v1/renders/" + id + "/cancel", "");

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(Api.json(answer).path("id").textValue()).isEqualTo(id);
    assertThat(lastCommand().hasCancel()).isTrue();
  }

  @Test
  void cannotCancelWhatHasEnded() {
    ingest.kafka.publish(new RenderRecords(id).completed());
    ingest.awaitState(id, "completed");

    HttpResponse<byte[]> answer = ingest.api().post("/v1/renders/" + id + "/cancel", "");

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(code(answer)).isEqualTo("render_ended");
  }

  @Test
  void announcesAnUploadThatIsThere() {
    upload(1000);

    HttpResponse<byte[]> answer = announce();

    assertThat(answer.statusCode()).isEqualTo(202);
    ObjectRef stored = lastCommand().getUploaded().getStored();
    assertThat(stored.getKey()).isEqualTo("uploads/local/" + id + "/source");
    assertThat(stored.getSize()).isEqualTo(1000);
    assertThat(stored.getEtag()).isNotEmpty();
  }

  @Test
  void saysThatAnUploadIsNotThere() {
    HttpResponse<byte[]> answer = announce();

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(code(answer)).isEqualTo("upload_missing");
    assertThat(ingest.kafka.commands()).hasSize(1);
  }

  @Test
  void refusesAnUploadOfAnotherSizeThanDeclared() {
    upload(999);

    HttpResponse<byte[]> answer = announce();

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(code(answer)).isEqualTo("upload_mismatch");
    assertThat(Api.json(answer).path("detail").textValue()).contains("999 bytes", "1000");
  }

  @Test
  void knowsTheDeclaredSizeAfterARestart() {
    upload(999);
    ingest.restart();
    ingest.awaitReady();

    assertThat(code(announce())).isEqualTo("upload_mismatch");
  }

  @Test
  void doesNotKnowWhatWasNeverSubmitted() {
    List<String> unknown =
        List.of("01m844dzg0edt7pe93gypg54bq", "nonsense", "01M844DZG0EDT7PE93GYPG54BQ");

    assertThat(unknown)
        .allSatisfy(
            each -> {
              HttpResponse<byte[]> answer =
                  ingest.api().post("/v1/renders/" + each + "/cancel", "");
              assertThat(answer.statusCode()).isEqualTo(404);
              assertThat(code(answer)).isEqualTo("render_not_found");
            });
  }

  private void upload(int size) {
    ingest.store.put(
        ingest.layout.source(new Tenant("local"), new RenderId(id)), new byte[size], "image/jpeg");
  }

  private HttpResponse<byte[]> announce() {
    return ingest.api().post("/v1/renders/" + id + "/uploaded", "");
  }

  private RenderCommand lastCommand() {
    List<RenderCommand> commands = ingest.kafka.commands();
    return commands.get(commands.size() - 1);
  }

  private static String code(HttpResponse<byte[]> answer) {
    return Api.json(answer).path("code").textValue();
  }
}
