package io.stillwake.local;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * A part that starts beside the others. Closing it waits until it has started, so that nothing
 * native is pulled away under it.
 */
record Starting<T extends AutoCloseable>(CompletableFuture<T> part) implements AutoCloseable {

  static <T extends AutoCloseable> Starting<T> async(Callable<T> start) {
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
    return new Starting<>(started);
  }

  T get() throws ExecutionException, InterruptedException {
    return part.get();
  }

  /** A part that failed to start has nothing to close; its failure was told by {@link #get}. */
  @Override
  public void close() throws Exception {
    T started;
    try {
      started = part.get();
    } catch (ExecutionException e) {
      return;
    }
    started.close();
  }
}
