package io.stillwake.storage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ObjectLayoutTest {

  private static final ObjectLayout LAYOUT = ObjectLayout.standard();
  private static final Tenant ACME = new Tenant("acme");
  private static final RenderId RENDER = new RenderId("01arz3ndektsv4rrffq69g5fav");
  private static final WorkId WORK = new WorkId("ab".repeat(32));

  @Test
  void givesEveryObjectItsPlace() {
    String render = "renders/renders/acme/01arz3ndektsv4rrffq69g5fav/";
    String work = "renders/work/acme/" + "ab".repeat(32) + "/";
    assertThat(LAYOUT.source(ACME, RENDER))
        .hasToString("uploads/uploads/acme/01arz3ndektsv4rrffq69g5fav/source");
    assertThat(LAYOUT.manifest(ACME, RENDER)).hasToString(render + "render.json");
    assertThat(LAYOUT.poster(ACME, RENDER)).hasToString(render + "poster.jpg");
    assertThat(LAYOUT.picture(ACME, RENDER)).hasToString(render + "picture.png");
    assertThat(LAYOUT.video(ACME, RENDER)).hasToString(render + "video.mp4");
    assertThat(LAYOUT.playlist(ACME, RENDER)).hasToString(render + "hls/playlist.m3u8");
    assertThat(LAYOUT.hlsInit(ACME, RENDER)).hasToString(render + "hls/init.mp4");
    assertThat(LAYOUT.hlsSegment(ACME, RENDER, 7)).hasToString(render + "hls/segment-00007.m4s");
    assertThat(LAYOUT.regionPicture(ACME, RENDER, "water"))
        .hasToString(render + "regions/water.png");
    assertThat(LAYOUT.asset(ACME, "cd".repeat(32)))
        .hasToString("renders/assets/acme/" + "cd".repeat(32));
    assertThat(LAYOUT.workOutput(ACME, WORK)).hasToString(work + "output");
    assertThat(LAYOUT.besideOutput(ACME, WORK, "w1-3", "init.mp4"))
        .hasToString(work + "w1-3/init.mp4");
  }

  @Test
  void putsAllResultsOfARenderUnderItsPrefix() {
    assertThat(LAYOUT.video(ACME, RENDER).key()).startsWith(LAYOUT.resultsPrefix(ACME, RENDER));
    assertThat(LAYOUT.resultsPrefix(ACME, RENDER)).endsWith("/");
  }

  @Test
  void knowsWhoseUploadAnObjectIs() {
    assertThat(LAYOUT.upload(LAYOUT.source(ACME, RENDER)))
        .hasValue(new ObjectLayout.Upload(ACME, RENDER));
  }

  @Test
  void takesNothingElseForAnUpload() {
    String source = LAYOUT.source(ACME, RENDER).key();
    assertThat(LAYOUT.upload(new ObjectKey("renders", source))).isEmpty();
    assertThat(LAYOUT.upload(new ObjectKey("uploads", source + "2"))).isEmpty();
    assertThat(LAYOUT.upload(new ObjectKey("uploads", "uploads/acme/photo.jpg"))).isEmpty();
    assertThat(LAYOUT.upload(new ObjectKey("uploads", source.replace("acme", "Acme")))).isEmpty();
  }

  @Test
  void knowsAssetsAndWhoseResultsAre() {
    assertThat(LAYOUT.isAsset(LAYOUT.asset(ACME, "cd".repeat(32)))).isTrue();
    assertThat(LAYOUT.isAsset(LAYOUT.video(ACME, RENDER))).isFalse();
    assertThat(LAYOUT.isResult(ACME, LAYOUT.video(ACME, RENDER))).isTrue();
    assertThat(LAYOUT.isResult(new Tenant("acm"), LAYOUT.video(ACME, RENDER))).isFalse();
    assertThat(LAYOUT.isResult(ACME, LAYOUT.source(ACME, RENDER))).isFalse();
  }
}
