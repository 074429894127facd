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
    name = "stylize",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    customSynopsis = "stillwake stylize [OPTIONS] (PHOTO | --from RENDER [--frame T])",
    description = {
      "Repaints a photo.",
      "",
      "The style is named, put into words, or shown by a picture. 'styles' lists them.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  stillwake stylize photo.jpg --style oil -o painting.png",
      "  stillwake stylize photo.jpg --prompt \"watercolor, soft morning light\" --strength 0.6",
      "  stillwake stylize photo.jpg --prompt \"in the style of Monet\" --keep-colors",
      "  stillwake stylize photo.jpg --style-picture my-painting.jpg",
      "  stillwake stylize --from 01kb2… --frame 40 --style ink"
    })
final class StylizeCommand implements Callable<Integer> {

  @Spec private CommandSpec command;
  @Mixin private MakeOptions options = new MakeOptions();

  @Option(
      names = "--prompt",
      paramLabel = "TEXT",
      description = "The style in words; the same as --style-prompt.")
  private String prompt;

  @ArgGroup(exclusive = false, validate = false, heading = "%nFirst of all:%n")
  private RestoreOptions restore = new RestoreOptions();

  @ArgGroup(exclusive = false, validate = false, heading = "%nThe style:%n")
  private StyleOptions style = new StyleOptions();

  @Override
  public Integer call() {
    ObjectNode request = options.request();
    AssetFiles assets = new AssetFiles();
    restore.addTo(request);
    style.addTo(request, prompt, assets);
    return new MakeRender(command, options)
        .run(request, assets, ResultFile.of(options, "picture", "-stylized.png"), PlanText::tell);
  }
}
