package io.stillwake.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stillwake.local.LocalStack;
import io.stillwake.local.StackAddresses;
import io.stillwake.local.client.ApiClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** Photo in, result file out: finds or starts a stack, submits, follows, downloads. */
final class MakeRender {

  private final CommandSpec command;
  private final MakeOptions options;

  MakeRender(CommandSpec command, MakeOptions options) {
    this.command = command;
    this.options = options;
  }

  /**
   * @param result which of the render's results to save: {@code video} or {@code picture}
   * @param suffix of the default file name
   */
  int run(ObjectNode request, String result, String suffix) {
    Photo photo = Photo.open(options.photo);
    Path output = output(suffix);
    PrintWriter err = command.commandLine().getErr();
    PrintWriter status = options.json ? new PrintWriter(PrintWriter.nullWriter()) : err;
    Optional<LocalStack> started = startIfNeeded(status);
    try {
      ApiClient api = new ApiClient(endpoint(started));
      RenderSession session = new RenderSession(api);
      long submitted = System.nanoTime();
      String render = session.submit(request, photo);
      status.println("render " + render);
      status.flush();
      JsonNode ended;
      try (ProgressDisplay display =
          options.json ? ProgressDisplay.silent() : ProgressDisplay.on(System.err)) {
        ended = session.follow(render, display);
      }
      Duration took = Duration.ofNanos(System.nanoTime() - submitted);
      return finish(api, ended, result, output, took, status);
    } finally {
      started.ifPresent(MakeRender::stop);
    }
  }

  private int finish(
      ApiClient api,
      JsonNode ended,
      String result,
      Path output,
      Duration took,
      PrintWriter status) {
    PrintWriter out = command.commandLine().getOut();
    ended.path("warnings").forEach(warning -> status.println("warning: " + warning.asText()));
    if (!ended.get("state").asText().equals("completed")) {
      if (options.json) {
        out.println(ended.toPrettyString());
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
    ApiCall.of(
        api,
        () -> {
          api.download(ended.get("results").get(result).asText(), output);
          return output;
        });
    if (options.json) {
      out.println(((ObjectNode) ended).put("output", output.toString()).toPrettyString());
    } else {
      status.println("saved " + output + " (" + ProgressDisplay.seconds(took) + ")");
    }
    if (options.timings) {
      new Timings(api, ended, took).print(command.commandLine().getErr());
    }
    status.flush();
    out.flush();
    return 0;
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

  private Path output(String suffix) {
    Path output = options.output;
    if (output == null) {
      String name = options.photo.getFileName().toString();
      int dot = name.lastIndexOf('.');
      output = Path.of((dot > 0 ? name.substring(0, dot) : name) + suffix);
    }
    Path folder = output.toAbsolutePath().getParent();
    if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
      throw CommandFailure.usage("--output: " + folder + " (expected: a folder to write to)");
    }
    return output.toAbsolutePath();
  }

  private static void stop(LocalStack stack) {
    try {
      stack.close();
    } catch (IOException e) {
      throw CommandFailure.failed("the stack did not stop cleanly: " + e.getMessage(), e);
    }
  }
}
