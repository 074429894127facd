package io.stillwake.inference.worker;

import io.stillwake.inference.Cancellation;
import io.stillwake.inference.InferenceFailure;
import io.stillwake.inference.ModelRequest;
import io.stillwake.inference.ModelServer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Whether the model server can be trusted with work. A dead backend answers fast and calls itself
 * ready, so it would eat the queue; after some such failures of one model in a row its worker
 * retires. Counted by model, because each has processes of its own: that another one answers says
 * nothing of it.
 */
final class ServerHealth {

  private final int limit;
  private final Consumer<String> onSick;
  private final Map<String, Integer> inARow = new HashMap<>();
  private final Map<String, ModelRequest> failedLast = new HashMap<>();
  private boolean sick;

  /** What a second try of the calls that failed shows. */
  enum Finding {
    WELL,
    /** It answers, but cannot do the work. */
    SICK,
    /** It does not answer, as while it is started anew. */
    AWAY
  }

  /**
   * @param limit failures of one model in a row that are the server's fault
   * @param onSick told the reason when the limit is reached
   */
  ServerHealth(int limit, Consumer<String> onSick) {
    this.limit = limit;
    this.onSick = onSick;
  }

  synchronized void answered(String model) {
    // What still answers once the server is sick are calls from before.
    if (!sick) {
      inARow.remove(model);
      failedLast.remove(model);
    }
  }

  void failed(ModelRequest request, InferenceFailure failure) {
    switch (failure.kind()) {
      case SERVER_SICK, MAYBE_EXECUTED -> {
        if (turnsSick(request)) {
          onSick.accept(
              "%d calls in a row failed by the server's fault, the last one: %s"
                  .formatted(limit, failure.getMessage()));
        }
      }
      case FAILED -> answered(request.model());
      // These say nothing about the backend.
      case REJECTED, PERMANENT, DEADLINE, CANCELED -> {}
    }
  }

  private synchronized boolean turnsSick(ModelRequest request) {
    failedLast.put(request.model(), request);
    boolean before = sick;
    sick |= inARow.merge(request.model(), 1, Integer::sum) >= limit;
    return sick && !before;
  }

  synchronized boolean isSick() {
    return sick;
  }

  /**
   * Repeats the calls that failed last, and takes the server for well when all of them are
   * answered. Nothing less shows it: what the server says of its models is not believed.
   */
  Finding recheck(ModelServer server, Cancellation cancellation) throws InterruptedException {
    for (ModelRequest request : failedCalls()) {
      try {
        var unused = server.infer(request, cancellation);
      } catch (InferenceFailure e) {
        switch (e.kind()) {
          case SERVER_SICK, DEADLINE, PERMANENT -> {
            return Finding.SICK;
          }
          case MAYBE_EXECUTED, REJECTED, CANCELED -> {
            return Finding.AWAY;
          }
          // The model itself raised it, so it runs.
          case FAILED -> {}
        }
      }
    }
    recover();
    return Finding.WELL;
  }

  private synchronized List<ModelRequest> failedCalls() {
    return List.copyOf(failedLast.values());
  }

  private synchronized void recover() {
    sick = false;
    inARow.clear();
    failedLast.clear();
  }
}
