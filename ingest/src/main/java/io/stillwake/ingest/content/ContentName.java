package io.stillwake.ingest.content;

import com.linecorp.armeria.common.MediaType;
import io.stillwake.storage.ObjectKey;
import io.stillwake.storage.ObjectLayout;
import io.stillwake.storage.RenderId;
import io.stillwake.storage.Tenant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of the names that a render's content can have. There are no others, so no path leads out of
 * the render's folder.
 *
 * @param key where it lies
 * @param grows whether it is written again while the render goes on
 */
record ContentName(ObjectKey key, MediaType mediaType, boolean grows) {

  private static final Pattern SEGMENT = Pattern.compile("hls/segment-(\\d{5})\\.m4s");
  private static final Pattern REGION = Pattern.compile("regions/([a-z][a-z0-9_-]{0,62})\\.png");
  private static final MediaType HLS = MediaType.parse("application/vnd.apple.mpegurl");
  private static final MediaType MP4 = MediaType.parse("video/mp4");
  private static final MediaType FRAGMENT = MediaType.parse("video/iso.segment");

  static Optional<ContentName> find(
      ObjectLayout layout, Tenant tenant, RenderId render, String name) {
    Matcher segment = SEGMENT.matcher(name);
    if (segment.matches()) {
      int index = Integer.parseInt(segment.group(1));
      return whole(layout.hlsSegment(tenant, render, index), FRAGMENT);
    }
    Matcher region = REGION.matcher(name);
    if (region.matches()) {
      return whole(layout.regionPicture(tenant, render, region.group(1)), MediaType.PNG);
    }
    return switch (name) {
      case "video.mp4" -> whole(layout.video(tenant, render), MP4);
      case "poster.jpg" -> whole(layout.poster(tenant, render), MediaType.JPEG);
      case "picture.png" -> whole(layout.picture(tenant, render), MediaType.PNG);
      case "render.json" -> whole(layout.manifest(tenant, render), MediaType.JSON);
      case "hls/init.mp4" -> whole(layout.hlsInit(tenant, render), MP4);
      case "hls/playlist.m3u8" ->
          Optional.of(new ContentName(layout.playlist(tenant, render), HLS, true));
      default -> Optional.empty();
    };
  }

  private static Optional<ContentName> whole(ObjectKey key, MediaType mediaType) {
    return Optional.of(new ContentName(key, mediaType, false));
  }

  /** Results never change once they are there, and belong to one tenant alone. */
  String cacheControl() {
    return grows ? "no-cache" : "private, max-age=86400, immutable";
  }
}
