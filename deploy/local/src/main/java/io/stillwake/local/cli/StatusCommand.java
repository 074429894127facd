package io.stillwake.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.stillwake.local.client.ApiClient;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Shows one render, or the newest ones.",
    footerHeading = "%nExamples:%n",
    footer = {"  stillwake status", "  stillwake status 01kb2…  --json"})
final class StatusCommand implements Callable<Integer> {

  @Spec private CommandSpec command;
  @Mixin private EndpointOption endpoint = new EndpointOption();

  @Parameters(paramLabel = "RENDER", arity = "0..1", description = "Id of a render.")
  private String render;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() {
    ApiClient api = endpoint.connect();
    PrintWriter out = command.commandLine().getOut();
    JsonNode answer = ApiCall.of(api, () -> render == null ? api.renders(20) : api.render(render));
    if (json) {
      out.println(answer.toPrettyString());
    } else if (render == null) {
      answer.path("renders").forEach(each -> out.println(RenderText.line(each)));
    } else {
      out.println(RenderText.line(answer));
      RenderText.details(answer).forEach(line -> out.println("  " + line));
    }
    out.flush();
    return 0;
  }
}
