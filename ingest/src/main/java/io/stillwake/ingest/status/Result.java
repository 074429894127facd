package io.stillwake.ingest.status;

import java.util.Locale;

/** What a render leaves behind, with its name under the render's content. */
public enum Result {
  VIDEO("video.mp4"),
  POSTER("poster.jpg"),
  PICTURE("picture.png"),
  PLAYLIST("hls/playlist.m3u8"),
  MANIFEST("render.json");

  private final String content;

  Result(String content) {
    this.content = content;
  }

  public String content() {
    return content;
  }

  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
