package io.stillwake.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.stillwake.local.client.ApiClient;
import io.stillwake.local.client.ApiException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Saves one result of a render as one file. */
record ResultFile(String result, Path file) implements SaveResults {

  /**
   * Where the options say, else under the source's name here.
   *
   * @param result {@code video} or {@code picture}
   * @param suffix of the default name
   */
  static ResultFile of(MakeOptions options, String result, String suffix) {
    Path file =
        (options.output == null ? Path.of(options.source.name() + suffix) : options.output)
            .toAbsolutePath();
    Path folder = file.getParent();
    if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
      throw CommandFailure.usage("--output: " + folder + " (expected: a folder to write to)");
    }
    return new ResultFile(result, file);
  }

  @Override
  public Path save(ApiClient api, JsonNode render)
      throws ApiException, IOException, InterruptedException {
    api.download(render.get("results").get(result).asText(), file);
    return file;
  }
}
