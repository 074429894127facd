package io.stillwake.local.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Option;

/** What every render can ask for; an option that is not given is left to the server's default. */
final class PictureOptions {

  @Option(
      names = "--family",
      paramLabel = "NAME",
      description = "Model family (default: reference).")
  private String family;

  @Option(
      names = "--size",
      converter = SizeOption.Converter.class,
      paramLabel = "WxH",
      description = "Size of the result in pixels, as 768x512 (default: the photo's aspect).")
  private SizeOption size;

  @Option(
      names = "--crop",
      converter = CropOption.Converter.class,
      paramLabel = "WxH+X+Y",
      description = "Part of the upright photo to use, as 1200x800+40+10.")
  private CropOption crop;

  @Option(
      names = "--rotate",
      paramLabel = "DEGREES",
      description = "Turn clockwise before cropping: 0, 90, 180 or 270.")
  private Integer rotate;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      description = "Same seed, same result (default: follows from the request).")
  private Long seed;

  void addTo(ObjectNode request) {
    if (family != null) {
      request.put("family", family);
    }
    if (size != null) {
      request.putObject("size").put("width", size.width()).put("height", size.height());
    }
    if (crop != null) {
      request
          .putObject("crop")
          .put("x", crop.x())
          .put("y", crop.y())
          .put("width", crop.width())
          .put("height", crop.height());
    }
    if (rotate != null) {
      request.put("rotate", rotate);
    }
    if (seed != null) {
      request.put("seed", seed);
    }
  }
}
