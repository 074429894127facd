package io.stillwake.inference.media;

import io.stillwake.inference.media.DecodeGraph.Backdrop;
import io.stillwake.inference.media.FitSize.Size;
import io.stillwake.inference.media.SourceHeader.Crop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Decodes one picture in a child, and has it turned, cropped and scaled there, so that only the
 * small result comes back.
 *
 * <p>The child is told the format and may use no protocol but its open standard input: it can reach
 * neither files nor the network, whatever the picture refers to.
 */
final class PictureDecoder {

  private static final Duration QUIET = Duration.ofSeconds(90);
  private static final Duration CPU = Duration.ofSeconds(60);
  private static final long BASE_MEMORY = 1_500_000_000L;
  // A 16-bit picture with alpha, its 8-bit copy and one turned: 8 + 4 + 4 bytes, and as much again.
  private static final long BYTES_PER_PIXEL = 32;

  // Each has a decoder. A grid of 512x512 tiles with the most pixels that we take has fewer.
  private static final int MAX_TILES = 256;

  private final Executable ffmpeg;

  /** What decodes; asked for when it is first needed, because it may have to be unpacked. */
  interface Executable {
    Path path() throws IOException;
  }

  PictureDecoder(Executable ffmpeg) {
    this.ffmpeg = ffmpeg;
  }

  /**
   * @param header of the picture
   * @param orientation how to turn it
   * @param crop what to keep of it after turning
   * @param size what the kept part is scaled to
   * @param backdrop what shows through where it is transparent
   */
  RgbImage decode(
      SourceHeader header, Orientation orientation, Crop crop, Size size, Backdrop backdrop)
      throws MediaException, IOException, InterruptedException {
    int tiles = header.tiles().map(all -> all.items().size()).orElse(1);
    if (tiles > MAX_TILES) {
      throw SourceHeader.unsupported(
          header.format(), "has " + tiles + " tiles; at most " + MAX_TILES + " are allowed");
    }
    int bytes = Math.toIntExact(3 * size.pixels());
    long pixels = (long) header.width() * header.height();
    var limits =
        new FfmpegLimits(QUIET, CPU, BASE_MEMORY + BYTES_PER_PIXEL * pixels, bytes + 1L, 0);
    String graph = DecodeGraph.of(header, orientation, crop, size, backdrop);
    final byte[] output;
    try {
      output = run(header, limits, graph);
    } catch (FfmpegFailure e) {
      throw judged(header, e);
    }
    if (output.length != bytes) {
      throw SourceHeader.truncated(header.format(), "nothing of it could be decoded", null);
    }
    header.colors().ifPresent(colors -> colors.apply(output));
    return new RgbImage(size.width(), size.height(), output);
  }

  private byte[] run(SourceHeader header, FfmpegLimits limits, String graph)
      throws IOException, InterruptedException {
    String task = "decode " + header.format();
    if (header.tiles().isEmpty()) {
      var arguments =
          arguments(
              switch (header.format()) {
                    case JPEG -> "-err_detect explode -f jpeg_pipe";
                    case PNG -> "-err_detect explode+crccheck -f png_pipe";
                    case WEBP -> "-err_detect explode -f webp_pipe";
                    case AVIF, HEIC ->
                        throw new IllegalArgumentException(header + " without tiles");
                  }
                  // The whole input is one picture: nothing is searched for its end.
                  + " -frame_size "
                  + header.image().remaining()
                  + " -protocol_whitelist pipe -i pipe:0",
              graph);
      try (var child = FfmpegProcess.start(task, ffmpeg.path(), limits, arguments)) {
        try {
          child.write(header.image().duplicate());
        } catch (IOException e) {
          // It refused the rest; its complaint says more than a broken pipe.
        }
        return checked(header, child);
      }
    }
    Path file = Files.createTempFile("stillwake-source", ".heif");
    try {
      try (var out = FileChannel.open(file, StandardOpenOption.WRITE)) {
        ByteBuffer image = header.image().duplicate();
        while (image.hasRemaining()) {
          out.write(image);
        }
      }
      var arguments =
          arguments(
              "-err_detect explode -codec_whitelist hevc,libaom-av1 -f mov -protocol_whitelist fd -i fd:",
              graph);
      try (var child = FfmpegProcess.start(task, ffmpeg.path(), limits, file, arguments)) {
        return checked(header, child);
      }
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** PNG's decoder fills missing rows and only mentions it. */
  private static byte[] checked(SourceHeader header, FfmpegProcess child)
      throws IOException, InterruptedException {
    byte[] output = child.finish();
    if (child.complaint().contains("without all image")) {
      throw new FfmpegFailure(
          FfmpegFailure.End.COMPLAINED, 0, child.complaint(), "decode " + header.format());
    }
    return output;
  }

  private static List<String> arguments(String input, String graph) {
    var words = new ArrayList<String>();
    String all =
        "-nostdin -hide_banner -loglevel error -xerror -max_alloc 700000000"
            + " -filter_complex_threads 1 -noautorotate -threads 1 -max_pixels "
            + SourcePreparer.MAX_PIXELS
            + " "
            + input;
    words.addAll(List.of(all.split(" ")));
    words.addAll(List.of("-filter_complex", graph, "-map", DecodeGraph.RESULT, "-frames:v", "1"));
    words.addAll(List.of("-f", "rawvideo", "pipe:1"));
    return words;
  }

  /** Whether the picture is to blame; where the machine may be, the failure stays one to retry. */
  private static MediaException judged(SourceHeader header, FfmpegFailure failure)
      throws FfmpegFailure {
    return switch (failure.end()) {
      case COMPLAINED ->
          failure.complaint().contains("Cannot allocate memory")
              ? unsupported(
                  header, "needs more memory to decode than a picture of its size should", failure)
              : failure.complaint().contains("Not yet implemented")
                  ? unsupported(header, "uses a coding that cannot be decoded", failure)
                  : SourceHeader.truncated(
                      header.format(),
                      "its "
                          + header.width()
                          + "x"
                          + header.height()
                          + " pixels cannot all be decoded",
                      failure);
      case CRASHED -> unsupported(header, "makes the decoder crash", failure);
      case SPENT ->
          unsupported(
              header, "takes more than " + CPU.toSeconds() + " s of computing to decode", failure);
      case TALKED_TOO_MUCH -> unsupported(header, "holds more than one picture", failure);
      case NOT_STARTED, KILLED, TIMED_OUT, CLOSED -> throw failure;
    };
  }

  private static MediaException unsupported(SourceHeader header, String what, Throwable cause) {
    MediaException unsupported = SourceHeader.unsupported(header.format(), what);
    unsupported.initCause(cause);
    return unsupported;
  }
}
