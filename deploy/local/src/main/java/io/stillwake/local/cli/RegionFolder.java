package io.stillwake.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.stillwake.local.client.ApiClient;
import io.stillwake.local.client.ApiException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Saves the pictures of a render's region maps, each as {@code <name>.png}, in a folder. */
record RegionFolder(Path folder) implements SaveResults {

  /** The folder, which is made when there is something to put in. */
  static RegionFolder at(Path folder) {
    Path absolute = folder.toAbsolutePath();
    Path there = Files.exists(absolute) ? absolute : absolute.getParent();
    if (!Files.isDirectory(there) || !Files.isWritable(there)) {
      throw CommandFailure.usage("--output: " + there + " (expected: a folder to write to)");
    }
    return new RegionFolder(absolute);
  }

  @Override
  public Path save(ApiClient api, JsonNode render)
      throws ApiException, IOException, InterruptedException {
    Files.createDirectories(folder);
    for (Map.Entry<String, JsonNode> picture :
        render.path("results").path("regions").properties()) {
      api.download(picture.getValue().asText(), folder.resolve(picture.getKey() + ".png"));
    }
    return folder;
  }
}
