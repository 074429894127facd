package io.stillwake.inference;

import io.stillwake.inference.InferenceFailure.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Function;

/**
 * A model server that answers by script: functions for its models, failures and held calls on
 * request, and a count of everything. Safe for use by many threads.
 */
public final class FakeModelServer implements ModelServer {

  /** A model: what it says of itself, and what it answers. */
  public record Model(ModelDescription description, Function<ModelRequest, List<Tensor>> answer) {}

  private final Map<String, Model> models = new HashMap<>();
  private final Queue<InferenceFailure> failures = new ArrayDeque<>();
  private final List<ModelRequest> requests = new ArrayList<>();
  private boolean held;
  private int running;
  private int mostRunning;
  private int canceled;

  public FakeModelServer serve(ModelDescription description) {
    return serve(
        description,
        request -> {
          throw new AssertionError("model '" + request.model() + "' has no answer");
        });
  }

  public synchronized FakeModelServer serve(
      ModelDescription description, Function<ModelRequest, List<Tensor>> answer) {
    models.put(description.model(), new Model(description, answer));
    return this;
  }

  /** The next {@code count} calls of any model fail. */
  public synchronized void failNext(int count, Kind kind) {
    for (int i = 0; i < count; i++) {
      failures.add(new InferenceFailure(kind, "SCRIPTED", "scripted " + kind, null));
    }
  }

  /** Calls from now on run until {@link #release}, or until they are cancelled. */
  public synchronized void hold() {
    held = true;
  }

  public synchronized void release() {
    held = false;
    notifyAll();
  }

  /** All calls, failed and cancelled ones too, in the order in which they came. */
  public synchronized List<ModelRequest> requests() {
    return List.copyOf(requests);
  }

  /** How often a model was called. */
  public synchronized long calls(String model) {
    return requests.stream().filter(request -> request.model().equals(model)).count();
  }

  public synchronized int running() {
    return running;
  }

  /** The most calls that ever ran at once. */
  public synchronized int mostRunning() {
    return mostRunning;
  }

  public synchronized int canceled() {
    return canceled;
  }

  @Override
  public List<Tensor> infer(ModelRequest request, Cancellation cancellation)
      throws InferenceFailure, InterruptedException {
    try (Cancellation.Registration ignored = cancellation.onCancel(this::wake)) {
      InferenceFailure failure = enter(request, cancellation);
      if (failure != null) {
        throw failure;
      }
      return model(request.model()).answer().apply(request);
    } finally {
      leave();
    }
  }

  /** Returns what the call fails with, or null. */
  private synchronized InferenceFailure enter(ModelRequest request, Cancellation cancellation)
      throws InterruptedException {
    requests.add(request);
    running++;
    mostRunning = Math.max(mostRunning, running);
    InferenceFailure scripted = failures.poll();
    while (held && !cancellation.isCanceled()) {
      wait();
    }
    if (cancellation.isCanceled()) {
      canceled++;
      return new InferenceFailure(Kind.CANCELED, "CANCELLED", "cancelled", null);
    }
    return scripted;
  }

  private synchronized void leave() {
    running--;
  }

  private synchronized void wake() {
    notifyAll();
  }

  @Override
  public synchronized boolean ready(String model) {
    return models.containsKey(model);
  }

  @Override
  public ModelDescription describe(String model) throws InferenceFailure {
    return model(model).description();
  }

  private synchronized Model model(String name) throws InferenceFailure {
    Model model = models.get(name);
    if (model == null) {
      throw new InferenceFailure(
          Kind.PERMANENT, "NOT_FOUND", "model '" + name + "' is not found", null);
    }
    return model;
  }

  @Override
  public void close() {}
}
