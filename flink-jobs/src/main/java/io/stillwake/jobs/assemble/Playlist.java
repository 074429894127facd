package io.stillwake.jobs.assemble;

import io.stillwake.proto.PlannedSegment;
import io.stillwake.proto.RenderPlan;
import io.stillwake.storage.ObjectKey;
import io.stillwake.storage.ObjectLayout;
import io.stillwake.storage.RenderId;
import io.stillwake.storage.Tenant;
import java.util.Locale;

/**
 * The HLS playlist of a film whose first segments are there. It only grows: a player that has read
 * an earlier one finds it unchanged at the head of the next (RFC 8216, 6.2.1), so its type stays
 * EVENT and what ends it is ENDLIST.
 */
final class Playlist {

  static final String MEDIA_TYPE = "application/vnd.apple.mpegurl";

  private Playlist() {}

  /**
   * @param playable segments from the start that can be played
   */
  static String of(
      ObjectLayout layout, Tenant tenant, RenderId render, RenderPlan plan, int playable) {
    StringBuilder text = new StringBuilder();
    text.append("#EXTM3U\n#EXT-X-VERSION:7\n");
    text.append("#EXT-X-TARGETDURATION:").append(targetDuration(plan)).append('\n');
    text.append("#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-PLAYLIST-TYPE:EVENT\n");
    text.append("#EXT-X-INDEPENDENT-SEGMENTS\n");
    text.append("#EXT-X-MAP:URI=\"").append(name(layout.hlsInit(tenant, render))).append("\"\n");
    for (PlannedSegment segment : plan.getSegmentsList().subList(0, playable)) {
      text.append(String.format(Locale.ROOT, "#EXTINF:%.6f,\n", seconds(plan, segment)));
      text.append(name(layout.hlsSegment(tenant, render, segment.getIndex()))).append('\n');
    }
    if (playable == plan.getSegmentsCount()) {
      text.append("#EXT-X-ENDLIST\n");
    }
    return text.toString();
  }

  /** Fixed from the start, and no segment is longer: whole seconds. */
  private static long targetDuration(RenderPlan plan) {
    double longest =
        plan.getSegmentsList().stream()
            .mapToDouble(segment -> seconds(plan, segment))
            .max()
            .orElse(1);
    return (long) Math.ceil(longest);
  }

  private static double seconds(RenderPlan plan, PlannedSegment segment) {
    return segment.getFrameCount() / plan.getSpec().getAnimate().getFps();
  }

  /** Relative to the playlist, which lies in the same folder. */
  private static String name(ObjectKey key) {
    return key.key().substring(key.key().lastIndexOf('/') + 1);
  }
}
