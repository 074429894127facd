package io.stillwake.local.cli;

import io.stillwake.local.client.ApiClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "cancel",
    mixinStandardHelpOptions = true,
    description = "Cancels a render: what is queued is dropped, what runs is stopped.",
    footerHeading = "%nExamples:%n",
    footer = "  stillwake cancel 01kb2…")
final class CancelCommand implements Callable<Integer> {

  @Spec private CommandSpec command;
  @Mixin private EndpointOption endpoint = new EndpointOption();

  @Parameters(paramLabel = "RENDER", description = "Id of a render.")
  private String render;

  @Override
  public Integer call() {
    ApiClient api = endpoint.connect();
    ApiCall.of(api, () -> api.cancel(render));
    command.commandLine().getErr().println("render " + render + " is being canceled");
    return 0;
  }
}
