package io.stillwake.inference.media;

import java.util.Objects;

/**
 * A segment of fragmented MP4, split as HLS wants it.
 *
 * @param init {@code ftyp} and {@code moov}; the same bytes for every segment of a render
 * @param media one {@code moof} and its {@code mdat}, on the film's own clock
 */
public record EncodedSegment(byte[] init, byte[] media) {

  public EncodedSegment {
    Objects.requireNonNull(init, "init");
    Objects.requireNonNull(media, "media");
  }
}
