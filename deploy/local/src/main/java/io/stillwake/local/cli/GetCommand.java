package io.stillwake.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.stillwake.local.client.ApiClient;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "get",
    mixinStandardHelpOptions = true,
    description = "Downloads a result of a finished render.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  stillwake get 01kb2… -o film.mp4",
      "  stillwake get 01kb2… --result poster -o poster.jpg"
    })
final class GetCommand implements Callable<Integer> {

  private static final Map<String, String> NAMES =
      Map.of(
          "video", ".mp4",
          "picture", ".png",
          "poster", ".jpg",
          "manifest", ".json");

  @Spec private CommandSpec command;
  @Mixin private EndpointOption endpoint = new EndpointOption();

  @Parameters(paramLabel = "RENDER", description = "Id of a render.")
  private String render;

  @Option(
      names = "--result",
      paramLabel = "NAME",
      description = "video, picture, poster or manifest (default: video, else picture).")
  private String result;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to save it (default: the render's id, here).")
  private Path output;

  @Override
  public Integer call() {
    if (result != null && !NAMES.containsKey(result)) {
      throw CommandFailure.usage(
          "--result: '" + result + "' (expected: video, picture, poster or manifest)");
    }
    ApiClient api = endpoint.connect();
    JsonNode state = ApiCall.of(api, () -> api.render(render));
    JsonNode results = state.path("results");
    String name = result != null ? result : results.has("video") ? "video" : "picture";
    if (!results.has(name)) {
      throw CommandFailure.failed(
          "render %s has no %s: it is %s".formatted(render, name, state.get("state").asText()));
    }
    Path file = output == null ? Path.of(render + NAMES.get(name)) : output;
    ApiCall.of(
        api,
        () -> {
          api.download(results.get(name).asText(), file.toAbsolutePath());
          return file;
        });
    command.commandLine().getErr().println("saved " + file);
    return 0;
  }
}
