package io.stillwake.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.stillwake.storage.Sha256;
import io.stillwake.storage.Tenant;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AssetsTest {

  private static final int MAX_BYTES = 8_000_000;
  private static final byte[] MASK = png(640, 480, 100);

  @RegisterExtension final RunningIngest ingest = new RunningIngest();

  @Test
  void keepsAPictureUnderTheHashOfItsBytes() {
    HttpResponse<byte[]> answer = ingest.api().post("/v1/assets", MASK);

    JsonNode asset = Api.json(answer);
    String id = Sha256.of(MASK);
    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(answer.headers().firstValue("location")).contains("/v1/assets/" + id);
    assertThat(asset)
        .isEqualTo(
            Api.json(
                """
                {"id": "%s", "media_type": "image/png", "size": 100, "width": 640, "height": 480}
                """
                    .formatted(id)));
    assertThat(ingest.store.get(ingest.layout.asset(new Tenant("local"), id), "")).isEqualTo(MASK);
  }

  @Test
  void takesTheSamePictureTwice() {
    JsonNode first = Api.json(ingest.api().post("/v1/assets", MASK));

    HttpResponse<byte[]> second = ingest.api().post("/v1/assets", MASK);

    assertThat(second.statusCode()).isEqualTo(200);
    assertThat(Api.json(second)).isEqualTo(first);
  }

  @Test
  void tellsOfAnAssetToItsTenantAlone() {
    JsonNode kept = Api.json(ingest.api().post("/v1/assets", MASK));
    String path = "/v1/assets/" + kept.path("id").textValue();

    assertThat(Api.json(ingest.api().get(path))).isEqualTo(kept);
    assertThat(ingest.api().get(path, "Stillwake-Tenant", "other").statusCode()).isEqualTo(404);
    assertThat(ingest.api().get("/v1/assets/" + "0".repeat(64)).statusCode()).isEqualTo(404);
    assertThat(ingest.api().get("/v1/assets/mask").statusCode()).isEqualTo(404);
  }

  @Test
  void refusesTooManyBytes() {
    problem(ingest.api().post("/v1/assets", png(640, 480, MAX_BYTES + 1)), 413, "asset_too_large");

    assertThat(ingest.api().post("/v1/assets", png(640, 480, MAX_BYTES)).statusCode())
        .isEqualTo(201);
  }

  @Test
  void refusesAPictureThatWouldBeHugeWithoutDecodingIt() {
    String detail = problem(post(png(50_000, 1_001, 33)), 400, "too_many_pixels");

    assertThat(detail)
        .isEqualTo("asset: 50000x1001 is 50050000 pixels (expected: at most 50000000)");
  }

  @Test
  void refusesWhatIsNoPicture() {
    problem(post("hello, world".getBytes(StandardCharsets.UTF_8)), 400, "unsupported_image");
    problem(post(new byte[0]), 400, "empty_upload");
    problem(post(png(640, 480, 20)), 400, "truncated_image");
  }

  @Test
  void keepsNothingThatItRefuses() {
    var unused = post(png(50_000, 1_001, 33));

    assertThat(ingest.store.list("renders", "assets/")).isEmpty();
  }

  @Test
  void goesIntoARequestByItsId() {
    String id = Api.json(post(MASK)).path("id").textValue();

    HttpResponse<byte[]> answer = ingest.api().post("/v1/renders", masked(id));

    assertThat(Api.json(answer).at("/render/spec/animate/masks/0/mask").textValue()).isEqualTo(id);
    var mask = ingest.kafka.commands().get(0).getSubmit().getSpec().getAnimate().getMasks(0);
    assertThat(mask.getMask().getKey()).isEqualTo("assets/local/" + id);
    assertThat(mask.getMask().getSha256()).isEqualTo(id);
    assertThat(mask.getMask().getSize()).isEqualTo(100);
    assertThat(mask.getMask().getEtag()).isNotEmpty();
  }

  @Test
  void isUnknownToRequestsOfOthers() {
    String id = Api.json(post(MASK)).path("id").textValue();

    HttpResponse<byte[]> answer =
        ingest.api().post("/v1/renders", masked(id), "Stillwake-Tenant", "other");

    problem(answer, 400, "unknown_asset");
    assertThat(Api.json(answer).at("/errors/0/pointer").textValue())
        .isEqualTo("/animate/masks/0/mask");
  }

  private HttpResponse<byte[]> post(byte[] body) {
    return ingest.api().post("/v1/assets", body);
  }

  private static String masked(String id) {
    return """
        {"animate": {"masks": [{"motion": "water", "mask": "%s"}]},
         "source": {"media_type": "image/png", "size": 1}}
        """
        .formatted(id);
  }

  /** Answers what was wrong. */
  private static String problem(HttpResponse<byte[]> answer, int status, String code) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(Api.json(answer).path("code").textValue()).isEqualTo(code);
    return Api.json(answer).path("detail").textValue();
  }

  /** As far as its header goes. */
  private static byte[] png(int width, int height, int size) {
    byte[] header =
        ByteBuffer.allocate(24)
            .put("\u0089PNG\r\n\u001a\n\0\0\0\rIHDR".getBytes(StandardCharsets.ISO_8859_1))
            .putInt(width)
            .putInt(height)
            .array();
    return Arrays.copyOf(header, size);
  }
}
