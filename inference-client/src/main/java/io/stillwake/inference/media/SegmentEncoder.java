package io.stillwake.inference.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/**
 * Encodes the frames of one segment as H.264 in fragmented MP4, in a child process.
 *
 * <p>One closed group of pictures (an IDR first, no B-frames), constant quality, one thread: the
 * same frames give the same bytes, and a segment does not depend on the ones beside it. Frames may
 * be written as they are made; {@link #close} may be called by another thread to give up.
 */
public final class SegmentEncoder implements AutoCloseable {

  // Constant quality and no rate control, so that no seam shows where a segment starts anew.
  // 18 measured on photographs: about 39 to 40 dB in RGB (43 to 47 in luma), 1 to 2 Mbit/s at
  // 768x512.
  private static final String QUANTIZER = "18";

  private final SegmentFormat format;
  private final FfmpegProcess child;
  private long bytes;

  private SegmentEncoder(SegmentFormat format, FfmpegProcess child) {
    this.format = format;
    this.child = child;
  }

  /**
   * @throws IOException if no child can be started
   */
  public static SegmentEncoder start(SegmentFormat format) throws IOException {
    var limits =
        new FfmpegLimits(
            Duration.ofMinutes(2),
            Duration.ofMinutes(10),
            2_000_000_000L + 60L * format.frameBytes(),
            1 << 30,
            0);
    return new SegmentEncoder(
        format,
        FfmpegProcess.start(
            "encode segment " + format.segment(),
            FfmpegExecutables.get().ffmpeg(),
            limits,
            arguments(format)));
  }

  private static List<String> arguments(SegmentFormat format) {
    return List.of(
        ("-nostdin -hide_banner -loglevel error -filter_threads 1"
                + " -protocol_whitelist pipe -f rawvideo -pixel_format rgb24 -video_size %dx%d"
                + " -framerate %s -i pipe:0"
                // Full-range sRGB to limited-range BT.709, with the rounding that keeps greys grey.
                + " -vf scale=out_color_matrix=bt709:out_range=tv"
                + ":flags=bicubic+accurate_rnd+full_chroma_int+full_chroma_inp+bitexact"
                + ",format=yuv420p"
                + ",setparams=range=tv:colorspace=bt709:color_primaries=bt709:color_trc=bt709"
                + " -c:v libopenh264 -profile:v high -coder cabac -rc_mode quality -b:v 12M"
                + " -qmin %s -qmax %s -g 1000000 -bf 0 -threads 1 -fps_mode passthrough"
                + " -fflags +bitexact -flags:v +bitexact+global_header -map_metadata -1"
                + " -video_track_timescale %d -use_editlist 0"
                // No rule that starts a fragment, so there is one, whatever the encoder does at a
                // cut.
                + " -movflags +empty_moov+default_base_moof+frag_custom+skip_trailer"
                + " -f mp4 pipe:1")
            .formatted(
                format.width(),
                format.height(),
                format.rate(),
                QUANTIZER,
                QUANTIZER,
                format.rate().timescale())
            .split(" "));
  }

  /**
   * Takes the remaining bytes of the buffer as more of the segment: {@code [frames, height, width,
   * 3]} samples of 8 bits. A call need not end where a frame ends.
   *
   * @throws IOException if the child has ended
   */
  public void write(ByteBuffer rgbFrames) throws IOException {
    int count = rgbFrames.remaining();
    try {
      child.write(rgbFrames);
    } catch (IOException e) {
      throw child.reason(e);
    }
    bytes += count;
  }

  /**
   * Ends the segment.
   *
   * @throws IllegalStateException if no frame or a part of a frame was written
   * @throws IOException if the child failed
   */
  public EncodedSegment finish() throws IOException, InterruptedException {
    if (bytes == 0 || bytes % format.frameBytes() != 0) {
      throw new IllegalStateException(
          "segment "
              + format.segment()
              + " got "
              + bytes
              + " bytes; expected a multiple of "
              + format.frameBytes()
              + ", which is one frame of "
              + format.width()
              + "x"
              + format.height());
    }
    FrameRate rate = format.rate();
    return FragmentedMp4.split(
        child.finish(),
        format.segment() + 1,
        (long) format.firstFrame() * rate.frameTicks(),
        (int) (bytes / format.frameBytes()));
  }

  /** Kills the child if it still runs. */
  @Override
  public void close() {
    child.close();
  }
}
