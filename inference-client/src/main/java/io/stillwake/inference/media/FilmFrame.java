package io.stillwake.inference.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Takes one frame out of a film that was made here, as a PNG of the film's size. The child gets the
 * film as an open file and can reach nothing else.
 */
public final class FilmFrame {

  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final long MEMORY = 2_000_000_000L;
  private static final long MAX_PNG_BYTES = 1 << 26;

  /** Back by the way that {@link SegmentEncoder} came: limited-range BT.709 to full-range sRGB. */
  private static final String TO_RGB =
      "scale=in_color_matrix=bt709:in_range=tv"
          + ":flags=bicubic+accurate_rnd+full_chroma_int+full_chroma_inp+bitexact,format=rgb24";

  private FilmFrame() {}

  /**
   * @param frame counted from 0
   * @throws MediaException frame_out_of_range where the film is shorter, or truncated_image where
   *     it cannot be decoded
   * @throws IOException if the child failed for a reason that may pass
   */
  public static byte[] png(byte[] film, int frame)
      throws MediaException, IOException, InterruptedException {
    Path file = Files.createTempFile("stillwake-film", ".mp4");
    try {
      Files.write(file, film);
      byte[] png = decoded(file, frame);
      if (png.length == 0) {
        throw new MediaException(
            "frame_out_of_range", "frame " + frame + " is not in the film, which is shorter");
      }
      return png;
    } catch (FfmpegFailure e) {
      if (e.end() == FfmpegFailure.End.COMPLAINED) {
        throw new MediaException(
            "truncated_image", "the film cannot be decoded: " + e.complaint(), e);
      }
      throw e;
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static byte[] decoded(Path file, int frame) throws IOException, InterruptedException {
    List<String> arguments =
        List.of(
            ("-nostdin -hide_banner -loglevel error -xerror -threads 1 -filter_threads 1"
                    + " -err_detect explode -codec_whitelist h264,libopenh264 -f mov"
                    + " -protocol_whitelist fd -i fd: -map 0:v:0 -vf select=eq(n\\,%d),%s"
                    + " -frames:v 1 -fps_mode passthrough -c:v png -f image2pipe pipe:1")
                .formatted(frame, TO_RGB)
                .split(" "));
    var limits = new FfmpegLimits(LIMIT, LIMIT, MEMORY, MAX_PNG_BYTES, 0);
    try (FfmpegProcess child =
        FfmpegProcess.start(
            "frame " + frame, FfmpegExecutables.get().ffmpeg(), limits, file, arguments)) {
      return child.finish();
    }
  }
}
