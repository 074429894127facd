package io.stillwake.local.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stillwake.local.client.ApiClient;
import java.net.URI;
import java.nio.file.Path;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the commands have in common that make something of a picture. */
final class MakeOptions {

  @Mixin SourceOptions source = new SourceOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to save the result (default: by the photo's name, here).")
  Path output;

  @Option(names = "--json", description = "Print the finished render as JSON and no progress.")
  boolean json;

  @Option(names = "--timings", description = "Print where the time went, and peak memory.")
  boolean timings;

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description = "API to use (default: the running stack, or one started for this command).")
  URI endpoint;

  @Mixin DeadlineOption deadline = new DeadlineOption();

  @Mixin StackOptions stack = new StackOptions();

  @ArgGroup(exclusive = false, validate = false, heading = "%nThe picture:%n")
  PictureOptions picture = new PictureOptions();

  /** What every request begins with. */
  ObjectNode request() {
    ObjectNode request = ApiClient.JSON.createObjectNode();
    source.addTo(request);
    picture.addTo(request);
    deadline.addTo(request);
    return request;
  }
}
