package io.stillwake.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stillwake.local.LocalStack;
import io.stillwake.local.StackAddresses;
import io.stillwake.local.client.ApiClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** Picture in, results out: finds or starts a stack, submits, follows, downloads. */
final class MakeRender {

  private final CommandSpec command;
  private final MakeOptions options;

  MakeRender(CommandSpec command, MakeOptions options) {
    this.command = command;
    this.options = options;
  }

  /**
   * @param assets that the request names
   * @param tell says more of a completed render, for people
   */
  int run(ObjectNode request, AssetFiles assets, SaveResults saving, TellRender tell) {
    Optional<Photo> photo = options.source.photo();
    PrintWriter err = command.commandLine().getErr();
    PrintWriter status = options.json ? new PrintWriter(PrintWriter.nullWriter()) : err;
    Optional<LocalStack> started = startIfNeeded(status);
    try {
      ApiClient api = new ApiClient(endpoint(started));
      RenderSession session = new RenderSession(api);
      long submitted = System.nanoTime();
      String render = session.submit(request, photo, assets);
      status.println("render " + render);
      status.flush();
      JsonNode ended;
      try (ProgressDisplay display =
          options.json ? ProgressDisplay.silent() : ProgressDisplay.on(System.err)) {
        ended = session.follow(render, display);
      }
      Duration took = Duration.ofNanos(System.nanoTime() - submitted);
      requireCompleted(ended, status);
      tell.tell(api, ended, status);
      Path saved = ApiCall.of(api, () -> saving.save(api, ended));
      finish(api, ended, saved, took, status);
      return 0;
    } finally {
      started.ifPresent(MakeRender::stop);
    }
  }

  private void requireCompleted(JsonNode ended, PrintWriter status) {
    ended.path("warnings").forEach(warning -> status.println("warning: " + warning.asText()));
    if (ended.get("state").asText().equals("completed")) {
      return;
    }
    if (options.json) {
      command.commandLine().getOut().println(ended.toPrettyString());
    }
    JsonNode error = ended.path("error");
    throw CommandFailure.failed(
        "render %s %s: %s (%s)"
            .formatted(
                ended.get("id").asText(),
                ended.get("state").asText(),
                error.path("message").asText("no reason given"),
                error.path("code").asText("none")));
  }

  private void finish(
      ApiClient api, JsonNode ended, Path saved, Duration took, PrintWriter status) {
    PrintWriter out = command.commandLine().getOut();
    if (options.json) {
      out.println(((ObjectNode) ended).put("output", saved.toString()).toPrettyString());
    } else {
      status.println("saved " + saved + " (" + ProgressDisplay.seconds(took) + ")");
    }
    if (options.timings) {
      new Timings(api, ended, took).print(command.commandLine().getErr());
    }
    status.flush();
    out.flush();
  }

  private Optional<LocalStack> startIfNeeded(PrintWriter status) {
    if (options.endpoint != null || options.stack.running().isPresent()) {
      return Optional.empty();
    }
    return Optional.of(options.stack.start(status));
  }

  private URI endpoint(Optional<LocalStack> started) {
    if (options.endpoint != null) {
      return options.endpoint;
    }
    return started
        .map(LocalStack::addresses)
        .or(options.stack::running)
        .map(StackAddresses::api)
        .orElseThrow(() -> CommandFailure.failed("the stack went away"));
  }

  private static void stop(LocalStack stack) {
    try {
      stack.close();
    } catch (IOException e) {
      throw CommandFailure.failed("the stack did not stop cleanly: " + e.getMessage(), e);
    }
  }
}
