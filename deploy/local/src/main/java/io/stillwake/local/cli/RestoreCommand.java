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
    name = "restore",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    customSynopsis = "stillwake restore [OPTIONS] (PHOTO | --from RENDER [--frame T])",
    description = "Cleans a photo of noise and block edges, and enlarges a small one.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  stillwake restore scan.jpg",
      "  stillwake restore small.jpg --upscale -o large.png",
      "  stillwake restore night.jpg --strength 0.9 --upscale=none",
      "  stillwake restore --from 01kb2… --frame 40      a frame of a film as a clean picture"
    })
final class RestoreCommand implements Callable<Integer> {

  @Spec private CommandSpec command;
  @Mixin private MakeOptions options = new MakeOptions();

  @Option(
      names = "--strength",
      paramLabel = "0..1",
      description = "0 leaves the picture as it is, 1 cleans the most (default: 0.6).")
  private Double strength;

  @ArgGroup(exclusive = false, validate = false)
  private UpscaleOption upscale = new UpscaleOption();

  @Override
  public Integer call() {
    ObjectNode request = options.request();
    ObjectNode restore = request.putObject("restore");
    if (strength != null) {
      restore.put("strength", strength);
    }
    upscale.addTo(restore);
    return new MakeRender(command, options)
        .run(
            request,
            new AssetFiles(),
            ResultFile.of(options, "picture", "-restored.png"),
            (api, render, out) -> {});
  }
}
