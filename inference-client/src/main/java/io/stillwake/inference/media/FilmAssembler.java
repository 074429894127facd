package io.stillwake.inference.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Joins segments into one plain MP4 that plays while it loads, without encoding anything again. */
public final class FilmAssembler {

  /** Readable by people and programs; says nothing about when, where or for whom. */
  private static final String COMMENT =
      "AI-generated or algorithmically animated with Stillwake from a still picture";

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final long MEMORY = 2_000_000_000L;

  private FilmAssembler() {}

  /**
   * @param init the init that all segments share
   * @param media the segments' media in the film's order
   * @param fps the film's frame rate
   * @param frameCount frames that the film must have
   * @return the film: H.264 in MP4, index first, {@code frameCount / fps} seconds long
   * @throws MediaException invalid_output, if the segments do not make such a film
   * @throws IOException if the child failed for another reason
   */
  public static byte[] assemble(byte[] init, List<byte[]> media, double fps, int frameCount)
      throws MediaException, IOException, InterruptedException {
    FrameRate rate = FrameRate.of(fps);
    checkOrder(media, rate);
    long bytes = init.length + media.stream().mapToLong(m -> m.length).sum();
    Path folder = Files.createTempDirectory("stillwake-film");
    Path file = folder.resolve("film.mp4");
    try {
      join(init, media, rate, file, 2 * bytes + 1_000_000);
      verify(file, rate, frameCount);
      return Files.readAllBytes(file);
    } catch (FfmpegFailure e) {
      boolean diskIsFull = e.complaint().contains("No space left");
      if (e.end() == FfmpegFailure.End.COMPLAINED && !diskIsFull) {
        throw new MediaException(
            "invalid_output",
            "the " + media.size() + " segments cannot be joined into a film: " + e.complaint(),
            e);
      }
      throw e;
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(folder);
    }
  }

  /** Each segment must begin where the one before it ends. */
  private static void checkOrder(List<byte[]> media, FrameRate rate) throws MediaException {
    long frames = 0;
    for (int i = 0; i < media.size(); i++) {
      try {
        var fragment = FragmentedMp4.Fragment.of(media.get(i));
        if (fragment.sequence() != i + 1 || fragment.decodeTime() != frames * rate.frameTicks()) {
          throw new IOException(
              "it is number "
                  + fragment.sequence()
                  + " at tick "
                  + fragment.decodeTime()
                  + "; expected number "
                  + (i + 1)
                  + " at tick "
                  + frames * rate.frameTicks());
        }
        frames += fragment.frames();
      } catch (IOException | IndexOutOfBoundsException e) {
        throw new MediaException(
            "invalid_output", "segment " + i + " does not fit into the film: " + e.getMessage(), e);
      }
    }
  }

  private static void join(
      byte[] init, List<byte[]> media, FrameRate rate, Path file, long fileBytes)
      throws IOException, InterruptedException {
    List<String> arguments =
        List.of(
            "-nostdin -hide_banner -loglevel error -xerror",
            "-protocol_whitelist pipe -f mp4 -i pipe:0 -c copy -map 0:v:0 -map_metadata -1",
            "-fflags +bitexact -flags:v +bitexact",
            "-video_track_timescale " + rate.timescale(),
            "-use_editlist 0 -movflags +faststart");
    var limits = new FfmpegLimits(LIMIT, LIMIT, MEMORY, 0, fileBytes);
    var words = new ArrayList<String>();
    arguments.forEach(line -> words.addAll(List.of(line.split(" "))));
    words.addAll(List.of("-metadata", "comment=" + COMMENT, "-f", "mp4", file.toString()));
    try (FfmpegProcess child =
        FfmpegProcess.start("join", FfmpegExecutables.get().ffmpeg(), limits, words)) {
      try {
        child.write(ByteBuffer.wrap(init));
        for (byte[] segment : media) {
          child.write(ByteBuffer.wrap(segment));
        }
      } catch (IOException e) {
        // It refused the rest; finish() throws its complaint, which says more than a broken pipe.
      }
      child.finish();
    }
  }

  private static void verify(Path file, FrameRate rate, int frameCount)
      throws MediaException, IOException, InterruptedException {
    List<String> arguments =
        List.of(
            ("-hide_banner -loglevel error -protocol_whitelist fd -f mp4 -select_streams v"
                    + " -count_packets -of csv=p=0"
                    + " -show_entries stream=codec_tag_string,pix_fmt,r_frame_rate,duration_ts,nb_read_packets fd:")
                .split(" "));
    var limits = new FfmpegLimits(LIMIT, LIMIT, MEMORY, 10_000, 0);
    String found;
    try (FfmpegProcess child =
        FfmpegProcess.start("probe", FfmpegExecutables.get().ffprobe(), limits, file, arguments)) {
      found = new String(child.finish(), StandardCharsets.US_ASCII).strip();
    }
    String expected =
        "avc1,yuv420p," + rate + "," + (long) frameCount * rate.frameTicks() + "," + frameCount;
    if (!found.equals(expected)) {
      throw new MediaException("invalid_output", "the film is " + found + "; expected " + expected);
    }
  }
}
