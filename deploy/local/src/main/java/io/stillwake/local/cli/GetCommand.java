package io.stillwake.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.stillwake.local.client.ApiClient;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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

  /** What each result is called behind the render's id, in the order of preference. */
  private static final Map<String, String> SUFFIXES = new LinkedHashMap<>();

  static {
    SUFFIXES.put("video", ".mp4");
    SUFFIXES.put("picture", ".png");
    SUFFIXES.put("regions", "-regions");
    SUFFIXES.put("poster", ".jpg");
    SUFFIXES.put("manifest", ".json");
  }

  @Spec private CommandSpec command;
  @Mixin private EndpointOption endpoint = new EndpointOption();

  @Parameters(paramLabel = "RENDER", description = "Id of a render.")
  private String render;

  @Option(
      names = "--result",
      paramLabel = "NAME",
      description =
          "video, picture, regions (a folder), poster or manifest (default: the first that is there).")
  private String result;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to save it (default: the render's id, here).")
  private Path output;

  @Override
  public Integer call() {
    if (result != null && !SUFFIXES.containsKey(result)) {
      throw CommandFailure.usage(
          "--result: '%s' (expected: one of %s)".formatted(result, SUFFIXES.keySet()));
    }
    ApiClient api = endpoint.connect();
    JsonNode state = ApiCall.of(api, () -> api.render(render));
    String name =
        SUFFIXES.keySet().stream()
            .filter(each -> result == null || each.equals(result))
            .filter(state.path("results")::has)
            .findFirst()
            .orElseThrow(() -> absent(state));
    Path target = output == null ? Path.of(render + SUFFIXES.get(name)) : output;
    SaveResults saving =
        name.equals("regions")
            ? RegionFolder.at(target)
            : new ResultFile(name, target.toAbsolutePath());
    ApiCall.of(api, () -> saving.save(api, state));
    command.commandLine().getErr().println("saved " + target);
    return 0;
  }

  private CommandFailure absent(JsonNode state) {
    return CommandFailure.failed(
        "render %s has no %s: it is %s"
            .formatted(render, result == null ? "results" : result, state.get("state").asText()));
  }
}
