package io.stillwake.local.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stillwake.local.client.ApiClient;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "submit",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    customSynopsis = "stillwake submit [OPTIONS] (PHOTO | --from RENDER [--frame T])",
    description = "Asks for a render, sends the photo and prints the render's id at once.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  stillwake submit photo.jpg --prompt \"leaves rustle\"",
      "  stillwake submit photo.jpg --picture-only --style oil --endpoint http://localhost:7800"
    })
final class SubmitCommand implements Callable<Integer> {

  @Spec private CommandSpec command;
  @Mixin private EndpointOption endpoint = new EndpointOption();

  @Mixin private SourceOptions source = new SourceOptions();

  @Option(names = "--prompt", paramLabel = "TEXT", description = "What should happen, in words.")
  private String prompt;

  @Option(names = "--picture-only", description = "Make a picture, no clip.")
  private boolean pictureOnly;

  @Option(names = "--regions", description = "Give the region maps, too.")
  private boolean regions;

  @Option(names = "--batch", description = "Let interactive renders go first.")
  private boolean batch;

  @Mixin private DeadlineOption deadline = new DeadlineOption();

  @Option(names = "--json", description = "Print the render as JSON.")
  private boolean json;

  @ArgGroup(exclusive = false, validate = false, heading = "%nThe picture:%n")
  private PictureOptions picture = new PictureOptions();

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
    ObjectNode request = ApiClient.JSON.createObjectNode();
    AssetFiles assets = new AssetFiles();
    source.addTo(request);
    picture.addTo(request);
    deadline.addTo(request);
    restore.addTo(request);
    boolean pictureAsked = request.has("restore") || regions;
    if (style.given() || pictureOnly && !pictureAsked) {
      style.addTo(request, pictureOnly || !style.isNamed() ? prompt : null, assets);
    }
    if (!pictureOnly) {
      brush.addTo(motion.addTo(request, prompt), assets);
    }
    if (regions) {
      request.put("regions", true);
    }
    if (batch) {
      request.put("priority", "batch");
    }
    Optional<Photo> photo = source.photo();
    ApiClient api = endpoint.connect();
    String render = new RenderSession(api).submit(request, photo, assets);
    PrintWriter out = command.commandLine().getOut();
    out.println(json ? ApiCall.of(api, () -> api.render(render)).toPrettyString() : render);
    out.flush();
    return 0;
  }
}
