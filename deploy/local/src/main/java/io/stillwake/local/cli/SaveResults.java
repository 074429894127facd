package io.stillwake.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.stillwake.local.client.ApiClient;
import io.stillwake.local.client.ApiException;
import java.io.IOException;
import java.nio.file.Path;

/** Keeps what a completed render made. */
@FunctionalInterface
interface SaveResults {

  /** Answers where it is now. */
  Path save(ApiClient api, JsonNode render) throws ApiException, IOException, InterruptedException;
}
