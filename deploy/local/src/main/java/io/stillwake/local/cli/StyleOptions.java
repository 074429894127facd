package io.stillwake.local.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** How to repaint the picture. */
final class StyleOptions {

  @Option(
      names = "--style",
      paramLabel = "NAME",
      description = "Style of the family, as oil; 'styles' lists them.")
  private String style;

  @Option(
      names = "--style-prompt",
      paramLabel = "TEXT",
      description = "The style in words, as \"charcoal sketch, soft morning light\".")
  private String prompt;

  @Option(
      names = "--style-picture",
      paramLabel = "FILE",
      description = "Paint like this picture: its palette, stroke scale and direction.")
  private Path picture;

  @Option(
      names = "--strength",
      paramLabel = "0..1",
      description = "0 leaves the picture as it is, 1 is the full style (default: 0.8).")
  private Double strength;

  @Option(names = "--keep-colors", description = "The style's strokes in the photo's colours.")
  private boolean keepColors;

  boolean given() {
    return isNamed() || strength != null || keepColors;
  }

  /** Whether it says which style, in whatever way. */
  boolean isNamed() {
    return style != null || prompt != null || picture != null;
  }

  /**
   * @param common the prompt of the whole command, for where the style has none of its own
   */
  void addTo(ObjectNode request, String common, AssetFiles assets) {
    ObjectNode stylize = request.putObject("stylize");
    if (style != null) {
      stylize.put("style", style);
    }
    String words = prompt == null ? common : prompt;
    if (words != null) {
      stylize.put("prompt", words);
    }
    if (picture != null) {
      stylize.put("style_picture", assets.id("--style-picture", picture));
    }
    if (strength != null) {
      stylize.put("strength", strength);
    }
    if (keepColors) {
      stylize.put("keep_colors", true);
    }
  }
}
