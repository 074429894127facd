package io.stillwake.real;

import io.stillwake.real.server.TritonServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A single real server for the tests of one class, without the rest of a stack. */
record OneServer(KeptServer process) implements AutoCloseable {

  /** Starts it and waits until it serves. */
  static OneServer start(Installed installed, Server server)
      throws IOException, InterruptedException {
    OneServer one = new OneServer(new KeptServer(server.folder()));
    one.process.start(installed.real().resolve("keep-running"), server);
    try {
      one.process.awaitReady(server);
      return one;
    } catch (IOException | InterruptedException | RuntimeException e) {
      one.close();
      throw e;
    }
  }

  /** A Triton on the models in {@code models} below the folder. */
  static OneServer startTriton(Path folder, StackPorts ports)
      throws IOException, InterruptedException {
    Installed installed = RunningStack.installed();
    return start(
        installed,
        TritonServer.server(
            folder,
            "triton",
            installed,
            new TritonServer.Models(List.of(folder.resolve("models")), installed.triton("venv")),
            new TritonServer.Listening(
                ports.port("grpc"), ports.port("http"), ports.port("metrics"))));
  }

  @Override
  public void close() throws InterruptedException {
    process.askToStop();
    process.awaitStopped();
  }
}
