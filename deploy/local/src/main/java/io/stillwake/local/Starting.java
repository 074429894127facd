package io.stillwake.local;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** Starts one part beside the others. */
final class Starting {

  private Starting() {}

  static <T> CompletableFuture<T> async(Callable<T> start) {
    CompletableFuture<T> started = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                started.complete(start.call());
              } catch (Exception | Error e) {
                started.completeExceptionally(e);
              }
            },
            "start");
    thread.setDaemon(true);
    thread.start();
    return started;
  }
}
