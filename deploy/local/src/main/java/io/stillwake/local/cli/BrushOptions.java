package io.stillwake.local.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Where things move, by the user's hand. */
final class BrushOptions {

  @Option(
      names = "--mask",
      converter = MaskOption.Converter.class,
      paramLabel = "MOTION=FILE[@DX,DY]",
      description =
          "Picture of the upright photo's size, white where the motion is; with @, which way: "
              + "1,0 or right. Repeatable.")
  private List<MaskOption> masks = new ArrayList<>();

  @Option(
      names = "--stroke",
      converter = StrokeOption.Converter.class,
      paramLabel = "MOTION=x,y;x,y;...",
      description =
          "Line to move along, in pixels of the upright photo. Within the motion's --mask where "
              + "there is one, else around the line. Repeatable.")
  private List<StrokeOption> strokes = new ArrayList<>();

  @Option(
      names = "--keep-still",
      paramLabel = "FILE",
      description = "Picture of the upright photo's size, white where nothing may move.")
  private Path keepStill;

  void addTo(ObjectNode animate, AssetFiles assets) {
    List<StrokeOption> left = new ArrayList<>(strokes);
    for (MaskOption mask : masks) {
      ObjectNode entry =
          animate
              .withArray("masks")
              .addObject()
              .put("motion", mask.motion())
              .put("mask", assets.id("--mask", mask.file()));
      mask.direction().ifPresent(direction -> direction.addTo(entry));
      left.stream()
          .filter(stroke -> stroke.motion().equals(mask.motion()))
          .findFirst()
          .ifPresent(
              stroke -> {
                stroke.addTo(entry);
                left.remove(stroke);
              });
    }
    for (StrokeOption stroke : left) {
      stroke.addTo(animate.withArray("masks").addObject().put("motion", stroke.motion()));
    }
    if (keepStill != null) {
      animate.put("keep_still", assets.id("--keep-still", keepStill));
    }
  }
}
