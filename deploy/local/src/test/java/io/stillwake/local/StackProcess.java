package io.stillwake.local;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A stack in a process of its own, started as the launcher starts it, so that it can be killed. */
final class StackProcess implements AutoCloseable {

  private final Process process;
  private final Path data;

  private StackProcess(Process process, Path data) {
    this.process = process;
    this.data = data;
  }

  static StackProcess start(Path data) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.add("-Xmx1g");
    command.add("-XX:+UseSerialGC");
    for (String opened : List.of("java.util", "java.lang", "java.time", "java.nio")) {
      command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
    }
    command.add("-Dstillwake.home=" + SharedStack.checkout());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("io.stillwake.local.cli.StillwakeCommand");
    command.add("up");
    command.add("--data=" + data);
    File log = data.resolveSibling(data.getFileName() + ".log").toFile();
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
            .start();
    StackProcess stack = new StackProcess(process, data);
    await()
        .atMost(Duration.ofSeconds(120))
        .failFast("the stack died, see " + log, () -> !process.isAlive())
        .until(
            () ->
                StackAddresses.running(data)
                    .filter(addresses -> addresses.pid() == process.pid())
                    .isPresent());
    return stack;
  }

  StackClient client() throws IOException {
    return new StackClient(StackAddresses.running(data).orElseThrow());
  }

  /** SIGKILL: no hook runs. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      throw new IllegalStateException("the stack did not stop within 60 s of SIGTERM");
    }
  }
}
