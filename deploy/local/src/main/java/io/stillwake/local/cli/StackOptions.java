package io.stillwake.local.cli;

import io.stillwake.local.LocalStack;
import io.stillwake.local.LocalStackConfig;
import io.stillwake.local.StackAddresses;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which data folder a stack uses, and starting one on it. */
final class StackOptions {

  @Mixin private DataOption data = new DataOption();
  @Mixin private FamiliesOption families = new FamiliesOption();

  @Option(names = "--fresh", description = "Delete what earlier runs left in the data folder.")
  private boolean fresh;

  Path folder() {
    return data.folder();
  }

  Path families() {
    return families.folder(folder());
  }

  Optional<StackAddresses> running() {
    return data.running();
  }

  /** Starts a stack, telling {@code out} which parts are up. */
  LocalStack start(PrintWriter out) {
    if (fresh && running().isPresent()) {
      throw CommandFailure.usage(
          "--fresh: a stack runs on " + folder() + " (expected: none; stop it first)");
    }
    // Read by logback.xml when the first logger is made, which is below.
    System.setProperty("stillwake.log", folder().resolve("logs/stillwake.log").toString());
    long started = System.nanoTime();
    out.print("starting the stack:");
    out.flush();
    try {
      LocalStack stack =
          LocalStack.start(
              new LocalStackConfig(folder(), families(), fresh),
              part -> {
                out.print(" " + part);
                out.flush();
              });
      out.printf(" (%.1f s)%n", Duration.ofNanos(System.nanoTime() - started).toMillis() / 1000.0);
      out.flush();
      return stack;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailure.failed("interrupted while the stack started", e);
    } catch (Exception e) {
      out.println();
      throw CommandFailure.failed(
          "the stack did not start: " + e.getMessage() + "; see " + folder().resolve("logs"), e);
    }
  }
}
