package io.stillwake.local.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Where the picture comes from: a photo, or what an earlier render made. */
final class SourceOptions {

  @Parameters(
      paramLabel = "PHOTO",
      arity = "0..1",
      description = "JPEG, PNG, WebP, AVIF or HEIC, up to 16 MB.")
  private Path photo;

  @Option(
      names = "--from",
      paramLabel = "RENDER",
      description =
          "Go on from an earlier render, in place of PHOTO: from its picture, or a frame.")
  private String render;

  @Option(
      names = "--frame",
      paramLabel = "T",
      description = "With --from: the frame of its film, counted from 0.")
  private Integer frame;

  void addTo(ObjectNode request) {
    if ((photo == null) == (render == null)) {
      throw CommandFailure.usage(
          photo == null
              ? "no picture given (expected: PHOTO or --from RENDER)"
              : "PHOTO and --from together (expected: one of them)");
    }
    if (frame != null && render == null) {
      throw CommandFailure.usage("--frame without --from (expected: --from RENDER --frame T)");
    }
    if (render != null) {
      ObjectNode from = request.putObject("from").put("render", render);
      if (frame != null) {
        from.put("frame", frame);
      }
    }
  }

  /** The photo, checked; empty where the source is an earlier render. */
  Optional<Photo> photo() {
    return Optional.ofNullable(photo).map(Photo::open);
  }

  /** What results are called unless told otherwise. */
  String name() {
    if (photo == null) {
      return frame == null ? render : render + "-frame" + frame;
    }
    String name = photo.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }
}
