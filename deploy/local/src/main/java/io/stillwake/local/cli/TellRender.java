package io.stillwake.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.stillwake.local.client.ApiClient;
import java.io.PrintWriter;

/** Says in words what a completed render came to. */
@FunctionalInterface
interface TellRender {

  void tell(ApiClient api, JsonNode render, PrintWriter out);
}
