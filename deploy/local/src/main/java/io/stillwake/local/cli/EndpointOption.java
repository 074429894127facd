package io.stillwake.local.cli;

import io.stillwake.local.client.ApiClient;
import java.net.URI;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which API a command talks to: the one given, or the stack that runs on the data folder. */
final class EndpointOption {

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description = "API to use (default: the stack that runs on the data folder).")
  private URI endpoint;

  @Mixin private DataOption data = new DataOption();

  ApiClient connect() {
    return new ApiClient(
        endpoint == null ? data.running().orElseThrow(this::noStack).api() : endpoint);
  }

  private CommandFailure noStack() {
    return CommandFailure.usage(
        "no stack runs on %s (expected: one started by 'stillwake up', or --endpoint URL)"
            .formatted(data.folder()));
  }
}
