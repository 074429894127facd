package io.stillwake.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ProblemsTest {

  @RegisterExtension final RunningIngest ingest = new RunningIngest();

  @Test
  void namesEverythingWrongWithARequest() {
    HttpResponse<byte[]> answer =
        ingest
            .api()
            .post(
                "/v1/renders",
                """
                {"animate": {"seconds": 40}, "colour": 1,
                 "source": {"media_type": "image/gif", "size": 20000000}}
                """);

    JsonNode problem = problem(answer, 400, "invalid_request");
    assertThat(problem.path("errors"))
        .extracting(
            error -> error.path("pointer").textValue() + " " + error.path("code").textValue())
        .containsExactlyInAnyOrder(
            "/animate/seconds seconds_out_of_range",
            "/colour invalid_request",
            "/source/media_type unsupported_image",
            "/source/size upload_too_large");
  }

  @Test
  void hasTheCodeOfTheOneThingThatIsWrong() {
    problem(submit("{\"animate\": {\"fps\": 1}, %s}"), 400, "fps_out_of_range");
    problem(submit("{\"family\": \"magic\", \"animate\": {}, %s}"), 400, "unknown_family");
    problem(submit("{\"stylize\": {\"style\": \"x\"}, %s}"), 400, "unknown_style");
  }

  @Test
  void refusesAPictureThatIsTooLarge() {
    HttpResponse<byte[]> answer =
        ingest
            .api()
            .post(
                "/v1/renders",
                "{\"animate\": {}, \"source\": {\"media_type\": \"image/png\", \"size\": 16000001}}");

    assertThat(problem(answer, 413, "upload_too_large").path("detail").textValue())
        .isEqualTo("size: 16000001 (expected: 1 to 16000000 bytes)");
  }

  @Test
  void saysWhereJsonBreaks() {
    HttpResponse<byte[]> answer = ingest.api().post("/v1/renders", "{\n\"seed\": x}");

    assertThat(problem(answer, 400, "invalid_request").path("detail").textValue())
        .contains("line 2, column 9");
  }

  @Test
  void refusesWhatIsNoObject() {
    problem(ingest.api().post("/v1/renders", "[]"), 400, "invalid_request");
    problem(ingest.api().post("/v1/renders", ""), 400, "invalid_request");
    problem(ingest.api().post("/v1/renders", "{} {}"), 400, "invalid_request");
    problem(ingest.api().post("/v1/renders", "{\"seed\":1,\"seed\":2}"), 400, "invalid_request");
  }

  @Test
  void refusesABodyThatIsTooLarge() {
    String body = "{\"animate\": {\"prompt\": \"" + "x".repeat(70_000) + "\"}}";

    problem(ingest.api().post("/v1/renders", body), 413, "request_too_large");
  }

  @Test
  void hasNoOtherRoutes() {
    problem(ingest.api().get("/v1/nothing"), 404, "not_found");
    problem(ingest.api().send("DELETE", "/v1/renders", ""), 405, "method_not_allowed");
    problem(ingest.api().get("/v1/renders/nonsense"), 404, "render_not_found");
  }

  @Test
  void refusesWhatIsNoTenant() {
    problem(
        ingest.api().get("/v1/renders", "Stillwake-Tenant", "../other"), 400, "invalid_request");
  }

  private HttpResponse<byte[]> submit(String body) {
    String source = "\"source\": {\"media_type\": \"image/png\", \"size\": 1}";
    return ingest.api().post("/v1/renders", body.formatted(source));
  }

  private static JsonNode problem(HttpResponse<byte[]> answer, int status, String code) {
    JsonNode problem = Api.json(answer);
    assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
    assertThat(answer.statusCode()).as(problem.toString()).isEqualTo(status);
    assertThat(problem.path("status").intValue()).isEqualTo(status);
    assertThat(problem.path("code").textValue()).isEqualTo(code);
    assertThat(problem.path("type").textValue()).isEqualTo("urn:stillwake:error:" + code);
    assertThat(problem.path("request_id").textValue()).isNotEmpty();
    return problem;
  }
}
