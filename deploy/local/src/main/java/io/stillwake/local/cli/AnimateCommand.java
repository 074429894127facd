package io.stillwake.local.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stillwake.local.client.ApiClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "animate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Makes a clip of a photo; with --style, of the repainted photo.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  stillwake animate photo.jpg --prompt \"campfire flames sway, smoke drifts\" -o film.mp4",
      "  stillwake animate lake.jpg --prompt \"water ripples gently\" --seconds 6 --loop",
      "  stillwake animate street.png --style oil --motion-strength 0.8 --size 768x512",
      "  stillwake animate photo.jpg --timings          where the time went"
    })
final class AnimateCommand implements Callable<Integer> {

  @Spec private CommandSpec command;
  @Mixin private MakeOptions options = new MakeOptions();

  @ArgGroup(exclusive = false, validate = false, heading = "%nThe motion:%n")
  private MotionOptions motion = new MotionOptions();

  @Override
  public Integer call() {
    ObjectNode request = ApiClient.JSON.createObjectNode();
    options.picture.addTo(request);
    if (options.style.given()) {
      options.style.addTo(request, options.prompt);
    }
    motion.addTo(request, options.prompt);
    return new MakeRender(command, options).run(request, "video", ".mp4");
  }
}
