package io.stillwake.jobs.assemble;

import static io.stillwake.jobs.SomeRender.ID;
import static io.stillwake.jobs.SomeRender.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import io.stillwake.proto.RenderPlan;
import io.stillwake.storage.ObjectLayout;
import io.stillwake.storage.RenderId;
import io.stillwake.storage.Tenant;
import org.junit.jupiter.api.Test;

final class PlaylistTest {

  @Test
  void endedPlaylist() {
    assertThat(playlist(SomePlan.FILM, 3))
        .isEqualTo(
            """
            #EXTM3U
            #EXT-X-VERSION:7
            #EXT-X-TARGETDURATION:1
            #EXT-X-MEDIA-SEQUENCE:0
            #EXT-X-PLAYLIST-TYPE:EVENT
            #EXT-X-INDEPENDENT-SEGMENTS
            #EXT-X-MAP:URI="init.mp4"
            #EXTINF:1.000000,
            segment-00000.m4s
            #EXTINF:1.000000,
            segment-00001.m4s
            #EXTINF:0.500000,
            segment-00002.m4s
            #EXT-X-ENDLIST
            """);
  }

  @Test
  void playlistOnlyGrows() {
    for (int playable = 1; playable <= 3; playable++) {
      assertThat(playlist(SomePlan.FILM, playable))
          .startsWith(playlist(SomePlan.FILM, playable - 1));
    }
    assertThat(playlist(SomePlan.FILM, 2)).doesNotContain("ENDLIST");
  }

  @Test
  void noSegmentIsLongerThanTheTargetDuration() {
    RenderPlan.Builder slow = SomePlan.FILM.toBuilder();
    slow.getSpecBuilder().getAnimateBuilder().setFps(10);

    assertThat(playlist(slow.build(), 3))
        .contains("#EXT-X-TARGETDURATION:3\n")
        .contains("#EXTINF:2.400000,\n")
        .contains("#EXTINF:1.200000,\n");
  }

  private static String playlist(RenderPlan plan, int playable) {
    return Playlist.of(
        ObjectLayout.standard(), new Tenant(TENANT), new RenderId(ID), plan, playable);
  }
}
