package io.stillwake.local.triton;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One call from its arrival to its end: it waits, runs, and ends once, by its outputs or by a
 * {@link TritonException}. It may be cancelled at any time.
 */
final class Inference {

  /** Told how a call has ended; exactly one of its methods is called, once. */
  interface Completion {
    void succeeded(List<TensorData> outputs);

    void failed(TritonException reason);
  }

  private final InferenceRequest request;
  private final Completion completion;
  private final long arrivedNanos = System.nanoTime();

  // All guarded by this.
  private boolean cancelled;
  private boolean ended;
  private Runnable terminate = () -> {};
  private final List<Runnable> whenEnded = new ArrayList<>();

  Inference(InferenceRequest request, Completion completion) {
    this.request = request;
    this.completion = completion;
  }

  InferenceRequest request() {
    return request;
  }

  long arrivedNanos() {
    return arrivedNanos;
  }

  /** Adds what is to be tidied up when the call has ended, or does it now if it has. */
  void whenEnded(Runnable action) {
    synchronized (this) {
      if (!ended) {
        whenEnded.add(action);
        return;
      }
    }
    action.run();
  }

  /**
   * Says that the call runs from now on.
   *
   * @param terminate stops the run; never called after {@link #leave}
   * @return false if it was cancelled before
   */
  synchronized boolean enter(Runnable terminate) {
    if (!cancelled) {
      this.terminate = terminate;
    }
    return !cancelled;
  }

  /** Says that there is nothing left to stop. */
  synchronized void leave() {
    terminate = () -> {};
  }

  /** Whoever called does not wait any more: a run is stopped, and a wait will not become a run. */
  synchronized void cancel() {
    if (!cancelled) {
      cancelled = true;
      terminate.run();
    }
  }

  synchronized boolean cancelled() {
    return cancelled;
  }

  void succeed(List<TensorData> outputs) {
    end(to -> to.succeeded(outputs));
  }

  void fail(TritonException reason) {
    end(to -> to.failed(reason));
  }

  private void end(Consumer<Completion> tell) {
    List<Runnable> actions;
    synchronized (this) {
      if (ended) {
        return;
      }
      ended = true;
      actions = List.copyOf(whenEnded);
    }
    actions.forEach(Runnable::run);
    tell.accept(completion);
  }
}
