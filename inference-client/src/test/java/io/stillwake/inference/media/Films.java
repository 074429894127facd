package io.stillwake.inference.media;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/** Encodes, probes and decodes films for tests. */
final class Films {

  private static final FfmpegLimits LIMITS =
      new FfmpegLimits(Duration.ofSeconds(60), Duration.ofSeconds(60), 2_000_000_000, 1 << 30, 0);

  private Films() {}

  /** Segments of the given lengths that show the frames of one film. */
  static List<EncodedSegment> segments(
      int width, int height, double fps, IntFunction<RgbImage> frames, int... lengths)
      throws Exception {
    List<EncodedSegment> segments = new ArrayList<>();
    int first = 0;
    for (int i = 0; i < lengths.length; i++) {
      try (var encoder = SegmentEncoder.start(new SegmentFormat(width, height, fps, first, i))) {
        for (int frame = first; frame < first + lengths[i]; frame++) {
          encoder.write(ByteBuffer.wrap(frames.apply(frame).pixels()));
        }
        segments.add(encoder.finish());
      }
      first += lengths[i];
    }
    return segments;
  }

  /** What a player that fetched these segments has. */
  static byte[] stream(List<EncodedSegment> segments) {
    var stream = new ByteArrayOutputStream();
    stream.writeBytes(segments.get(0).init());
    segments.forEach(segment -> stream.writeBytes(segment.media()));
    return stream.toByteArray();
  }

  static byte[] film(List<EncodedSegment> segments, double fps, int frames) throws Exception {
    return FilmAssembler.assemble(
        segments.get(0).init(), segments.stream().map(EncodedSegment::media).toList(), fps, frames);
  }

  /** ffprobe's answer, as lines of comma-separated values. */
  static List<String> probe(byte[] mp4, String arguments) throws Exception {
    byte[] answer =
        run(
            FfmpegExecutables.get().ffprobe(),
            mp4,
            "-hide_banner -loglevel error -of csv=p=0 " + arguments + " fd:");
    return new String(answer, StandardCharsets.US_ASCII).lines().toList();
  }

  static List<RgbImage> decode(byte[] mp4, int width, int height) throws Exception {
    byte[] pixels =
        run(
            FfmpegExecutables.get().ffmpeg(),
            mp4,
            "-nostdin -hide_banner -loglevel error -xerror -i fd: -vf"
                + " scale=flags=bicubic+accurate_rnd+full_chroma_int -fps_mode passthrough"
                + " -f rawvideo -pix_fmt rgb24 pipe:1");
    List<RgbImage> frames = new ArrayList<>();
    int bytes = 3 * width * height;
    for (int at = 0; at < pixels.length; at += bytes) {
      frames.add(new RgbImage(width, height, Arrays.copyOfRange(pixels, at, at + bytes)));
    }
    return frames;
  }

  /** Peak signal to noise ratio in decibels over all samples. */
  static double psnr(RgbImage a, RgbImage b) {
    double sum = 0;
    for (int i = 0; i < a.pixels().length; i++) {
      double difference = (a.pixels()[i] & 0xff) - (b.pixels()[i] & 0xff);
      sum += difference * difference;
    }
    return 10 * Math.log10(255 * 255 / Math.max(1e-9, sum / a.pixels().length));
  }

  private static byte[] run(Path executable, byte[] mp4, String arguments) throws Exception {
    Path file = Files.createTempFile("film", ".mp4");
    try {
      Files.write(file, mp4);
      List<String> words = List.of(arguments.split(" "));
      try (var child = FfmpegProcess.start("test", executable, LIMITS, file, words)) {
        return child.finish();
      }
    } finally {
      Files.delete(file);
    }
  }
}
