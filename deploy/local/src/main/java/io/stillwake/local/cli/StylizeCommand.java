package io.stillwake.local.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stillwake.local.client.ApiClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "stylize",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Repaints a photo.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  stillwake stylize photo.jpg --style oil -o painting.png",
      "  stillwake stylize photo.jpg --prompt \"as an oil painting\" --strength 0.6"
    })
final class StylizeCommand implements Callable<Integer> {

  @Spec private CommandSpec command;
  @Mixin private MakeOptions options = new MakeOptions();

  @Override
  public Integer call() {
    ObjectNode request = ApiClient.JSON.createObjectNode();
    options.picture.addTo(request);
    options.style.addTo(request, options.prompt);
    return new MakeRender(command, options).run(request, "picture", "-stylized.png");
  }
}
