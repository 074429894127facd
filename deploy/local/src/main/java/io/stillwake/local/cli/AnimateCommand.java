package io.stillwake.local.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "animate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    customSynopsis = "stillwake animate [OPTIONS] (PHOTO | --from RENDER [--frame T])",
    description = {
      "Makes a clip of a photo.",
      "",
      "Without a prompt, what the picture offers moves: water, leaves, clouds, flames ... With a "
          + "style the photo is repainted first, and the painting moves. 'motions' and 'styles' "
          + "list what there is; docs/prompting.md says how to ask for it.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  stillwake animate photo.jpg",
      "  stillwake animate photo.jpg --prompt \"campfire flames sway, smoke drifts\" -o film.mp4",
      "  stillwake animate lake.jpg --prompt \"water ripples gently\" --seconds 6 --loop",
      "  stillwake animate river.jpg --mask flow=river.png@right --keep-still bridge.png",
      "  stillwake animate river.jpg --stroke \"flow=120,840;600,910;1400,900\"",
      "  stillwake animate stall.jpg --style-prompt \"charcoal sketch, soft morning light\" \\",
      "      --prompt \"steam rises from the cart\"",
      "  stillwake animate scan.jpg --restore --upscale --prompt \"leaves rustle\" --refine",
      "  stillwake animate --from 01kb2… --frame 40 --prompt \"more smoke\"",
      "  stillwake animate photo.jpg --timings          where the time went"
    })
final class AnimateCommand implements Callable<Integer> {

  @Spec private CommandSpec command;
  @Mixin private MakeOptions options = new MakeOptions();

  @Option(
      names = "--prompt",
      paramLabel = "TEXT",
      description = "What should happen, in words. The style has words of its own: --style-prompt.")
  private String prompt;

  @ArgGroup(exclusive = false, validate = false, heading = "%nFirst of all:%n")
  private RestoreOptions restore = new RestoreOptions();

  @ArgGroup(exclusive = false, validate = false, heading = "%nThe style:%n")
  private StyleOptions style = new StyleOptions();

  @ArgGroup(exclusive = false, validate = false, heading = "%nThe motion:%n")
  private MotionOptions motion = new MotionOptions();

  @ArgGroup(exclusive = false, validate = false, heading = "%nWhere it moves, by hand:%n")
  private BrushOptions brush = new BrushOptions();

  @Override
  public Integer call() {
    ObjectNode request = options.request();
    AssetFiles assets = new AssetFiles();
    restore.addTo(request);
    if (style.given()) {
      // Other words for the motion shall leave a painting as it is whose style is named.
      style.addTo(request, style.isNamed() ? null : prompt, assets);
    }
    brush.addTo(motion.addTo(request, prompt), assets);
    return new MakeRender(command, options)
        .run(request, assets, ResultFile.of(options, "video", ".mp4"), PlanText::tell);
  }
}
