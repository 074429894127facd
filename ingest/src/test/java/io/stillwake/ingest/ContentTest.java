package io.stillwake.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.stillwake.ingest.status.RenderRecords;
import io.stillwake.storage.RenderId;
import io.stillwake.storage.Tenant;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ContentTest {

  private static final Tenant TENANT = new Tenant("local");

  /** More than one piece, and not a whole number of them. */
  private static final byte[] FILM = new byte[1_500_001];

  static {
    new Random(7).nextBytes(FILM);
  }

  @RegisterExtension final RunningIngest ingest = new RunningIngest();

  private String id;
  private String video;

  @BeforeEach
  void makeAFilm() {
    ingest.awaitReady();
    id = ingest.submit();
    video = "/v1/renders/" + id + "/content/video.mp4";
    ingest.store.put(ingest.layout.video(TENANT, new RenderId(id)), FILM, "video/mp4");
  }

  @Test
  void givesTheWholeFilm() {
    HttpResponse<byte[]> answer = ingest.api().get(video);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(FILM);
    assertThat(header(answer, "content-type")).isEqualTo("video/mp4");
    assertThat(header(answer, "accept-ranges")).isEqualTo("bytes");
    assertThat(header(answer, "content-length")).isEqualTo("1500001");
  }

  @Test
  void givesAPartAcrossPieces() {
    HttpResponse<byte[]> answer = ingest.api().get(video, "Range", "bytes=500000-1200000");

    assertThat(answer.statusCode()).isEqualTo(206);
    assertThat(header(answer, "content-range")).isEqualTo("bytes 500000-1200000/1500001");
    assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(FILM, 500_000, 1_200_001));
  }

  @Test
  void givesTheEnd() {
    HttpResponse<byte[]> answer = ingest.api().get(video, "Range", "bytes=-3");

    assertThat(header(answer, "content-range")).isEqualTo("bytes 1499998-1500000/1500001");
    assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(FILM, 1_499_998, 1_500_001));
  }

  @Test
  void saysWhereARangeCouldLie() {
    HttpResponse<byte[]> answer = ingest.api().get(video, "Range", "bytes=1500001-");

    assertThat(answer.statusCode()).isEqualTo(416);
    assertThat(header(answer, "content-range")).isEqualTo("bytes */1500001");
    assertThat(Api.json(answer).path("code").textValue()).isEqualTo("range_not_satisfiable");
  }

  @Test
  void tellsAllButTheBytesToHead() {
    HttpResponse<byte[]> answer = ingest.api().send("HEAD", video, "");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "content-length")).isEqualTo("1500001");
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void saysThatNothingHasChanged() {
    String etag = header(ingest.api().get(video), "etag");

    HttpResponse<byte[]> same = ingest.api().get(video, "If-None-Match", "\"x\", W/" + etag);
    HttpResponse<byte[]> other = ingest.api().get(video, "If-None-Match", "\"x\"");

    assertThat(same.statusCode()).isEqualTo(304);
    assertThat(header(same, "etag")).isEqualTo(etag);
    assertThat(other.statusCode()).isEqualTo(200);
  }

  @Test
  void givesTheWholeWhereARangeWasMeantForAnotherVersion() {
    String etag = header(ingest.api().get(video), "etag");

    assertThat(ingest.api().get(video, "Range", "bytes=0-1", "If-Range", etag).statusCode())
        .isEqualTo(206);
    assertThat(ingest.api().get(video, "Range", "bytes=0-1", "If-Range", "\"x\"").statusCode())
        .isEqualTo(200);
  }

  @Test
  void givesAPlaylistAndItsSegmentsToAPlayer() {
    RenderId render = new RenderId(id);
    ingest.store.put(ingest.layout.playlist(TENANT, render), bytes("#EXTM3U"), "x/y");
    ingest.store.put(ingest.layout.hlsSegment(TENANT, render, 3), bytes("moof"), "x/y");
    String hls = "/v1/renders/" + id + "/content/hls/";

    HttpResponse<byte[]> playlist = ingest.api().get(hls + "playlist.m3u8");
    HttpResponse<byte[]> segment = ingest.api().get(hls + "segment-00003.m4s");

    assertThat(header(playlist, "content-type")).isEqualTo("application/vnd.apple.mpegurl");
    assertThat(header(playlist, "cache-control")).isEqualTo("no-cache");
    assertThat(playlist.body()).isEqualTo(bytes("#EXTM3U"));
    assertThat(segment.body()).isEqualTo(bytes("moof"));
  }

  @Test
  void givesTheMapOfARegion() {
    ingest.store.put(
        ingest.layout.regionPicture(TENANT, new RenderId(id), "direction_x"), bytes("map"), "x/y");

    HttpResponse<byte[]> map =
        ingest.api().get("/v1/renders/" + id + "/content/regions/direction_x.png");

    assertThat(header(map, "content-type")).isEqualTo("image/png");
    assertThat(map.body()).isEqualTo(bytes("map"));
  }

  @Test
  void saysWhetherWhatIsNotThereMayStillCome() {
    String poster = "/v1/renders/" + id + "/content/poster.jpg";
    HttpResponse<byte[]> before = ingest.api().get(poster);
    ingest.kafka.publish(new RenderRecords(id).failed());
    ingest.awaitState(id, "failed");
    HttpResponse<byte[]> after = ingest.api().get(poster);

    assertThat(before.statusCode()).isEqualTo(404);
    assertThat(Api.json(before).path("code").textValue()).isEqualTo("not_ready");
    assertThat(Api.json(after).path("code").textValue()).isEqualTo("not_found");
  }

  @Test
  void leadsNowhereElse() {
    ingest.store.put(ingest.layout.source(TENANT, new RenderId(id)), bytes("secret"), "image/jpeg");
    String content = "/v1/renders/" + id + "/content/";

    for (String name :
        new String[] {
          "../../../uploads/local/" + id + "/source",
          "%2e%2e/%2e%2e/source",
          "..%2f..%2fsource",
          "hls/../video.mp4",
          "hls/segment-3.m4s",
          "regions/../video.mp4",
          "regions/.png",
          "hls",
          "source"
        }) {
      assertThat(ingest.api().get(content + name).statusCode()).as(name).isBetween(400, 404);
    }
  }

  @Test
  void givesNothingToAnotherTenant() {
    HttpResponse<byte[]> answer = ingest.api().get(video, "Stillwake-Tenant", "other");

    assertThat(Api.json(answer).path("code").textValue()).isEqualTo("render_not_found");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String header(HttpResponse<byte[]> answer, String name) {
    return answer.headers().firstValue(name).orElse("absent");
  }
}
