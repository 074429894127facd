package io.stillwake.local.cli;

import io.stillwake.local.StackAddresses;
import io.stillwake.local.client.ApiClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which API a command talks to: the one given, or the stack that runs on the data folder. */
final class EndpointOption {

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description = "API to use (default: the stack that runs on the data folder).")
  private URI endpoint;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Data folder of the running stack (default: .data in the checkout).")
  private Path data;

  ApiClient connect() {
    if (endpoint != null) {
      return new ApiClient(endpoint);
    }
    Path folder = (data == null ? HomeFolder.data() : data).toAbsolutePath().normalize();
    try {
      return new ApiClient(
          StackAddresses.running(folder)
              .orElseThrow(
                  () ->
                      CommandFailure.usage(
                          "no stack runs on "
                              + folder
                              + " (expected: one started by 'stillwake up', or --endpoint URL)"))
              .api());
    } catch (IOException e) {
      throw CommandFailure.usage("data folder " + folder + ": " + e.getMessage(), e);
    }
  }
}
