package io.stillwake.local.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stillwake.local.client.ApiClient;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "submit",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Asks for a render, sends the photo and prints the render's id at once.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  stillwake submit photo.jpg --prompt \"leaves rustle\"",
      "  stillwake submit photo.jpg --picture-only --style oil --endpoint http://localhost:7800"
    })
final class SubmitCommand implements Callable<Integer> {

  @Spec private CommandSpec command;
  @Mixin private EndpointOption endpoint = new EndpointOption();

  @Parameters(paramLabel = "PHOTO", description = "JPEG, PNG, WebP, AVIF or HEIC, up to 16 MB.")
  private Path photo;

  @Option(names = "--prompt", paramLabel = "TEXT", description = "What should happen, in words.")
  private String prompt;

  @Option(names = "--picture-only", description = "Repaint only; make no clip.")
  private boolean pictureOnly;

  @Option(names = "--batch", description = "Let interactive renders go first.")
  private boolean batch;

  @Option(names = "--json", description = "Print the render as JSON.")
  private boolean json;

  @ArgGroup(exclusive = false, validate = false, heading = "%nThe picture:%n")
  private PictureOptions picture = new PictureOptions();

  @ArgGroup(exclusive = false, validate = false, heading = "%nThe style:%n")
  private StyleOptions style = new StyleOptions();

  @ArgGroup(exclusive = false, validate = false, heading = "%nThe motion:%n")
  private MotionOptions motion = new MotionOptions();

  @Override
  public Integer call() {
    Photo source = Photo.open(photo);
    ApiClient api = endpoint.connect();
    ObjectNode request = ApiClient.JSON.createObjectNode();
    picture.addTo(request);
    if (pictureOnly || style.given()) {
      style.addTo(request, prompt);
    }
    if (!pictureOnly) {
      motion.addTo(request, prompt);
    }
    if (batch) {
      request.put("priority", "batch");
    }
    String render = new RenderSession(api).submit(request, source);
    PrintWriter out = command.commandLine().getOut();
    out.println(json ? ApiCall.of(api, () -> api.render(render)).toPrettyString() : render);
    out.flush();
    return 0;
  }
}
