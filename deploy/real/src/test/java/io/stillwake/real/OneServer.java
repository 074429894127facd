package io.stillwake.real;

import java.io.IOException;

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

  @Override
  public void close() throws InterruptedException {
    process.askToStop();
    process.awaitStopped();
  }
}
