package io.stillwake.local.cli;

import io.stillwake.local.client.ApiClient;
import io.stillwake.local.client.ServerSentEvent;
import java.io.PrintWriter;
import java.util.Iterator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "events",
    mixinStandardHelpOptions = true,
    description = "Prints the events of a render as they come, one JSON document a line.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  stillwake events 01kb2…",
      "  stillwake events 01kb2… --after 12-3          only what came later"
    })
final class EventsCommand implements Callable<Integer> {

  @Spec private CommandSpec command;
  @Mixin private EndpointOption endpoint = new EndpointOption();

  @Parameters(paramLabel = "RENDER", description = "Id of a render.")
  private String render;

  @Option(names = "--after", paramLabel = "ID", description = "Id of the last event seen.")
  private String after = "";

  @Override
  public Integer call() {
    ApiClient api = endpoint.connect();
    PrintWriter out = command.commandLine().getOut();
    return ApiCall.of(
        api,
        () -> {
          try (Stream<String> lines = api.events(render, after)) {
            Iterator<ServerSentEvent> events = ServerSentEvent.parse(lines.iterator());
            while (events.hasNext()) {
              ServerSentEvent event = events.next();
              out.printf("%s\t%s\t%s%n", event.id(), event.name(), event.data());
              out.flush();
            }
          }
          return 0;
        });
  }
}
