package io.stillwake.inference.worker;

import io.stillwake.inference.InferenceFailure;
import io.stillwake.inference.ModelDescription;
import io.stillwake.inference.ModelRequest;
import io.stillwake.inference.ModelServer;
import io.stillwake.inference.Tensor;
import io.stillwake.inference.TensorSpec;
import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.proto.ModelCall;
import io.stillwake.proto.Parameter;
import io.stillwake.proto.WorkItem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Calls models for items of work: one slot per call, what passes tried again, all else sorted. */
final class ModelCalls {

  private static final Duration SHORTEST_TIMEOUT = Duration.ofMinutes(2);
  private static final double TIMEOUT_PER_COST = 20;
  // An answer that is almost there is worth a moment.
  private static final Duration BEYOND_DEADLINE = Duration.ofMillis(500);

  private final ModelServer server;
  private final ServedModels served;
  private final Slots slots;
  private final ServerHealth health;
  private final RunningCalls running;
  private final Backoff backoff;

  /**
   * For whom a model is called.
   *
   * @param held what they are for
   * @param earlierCalls how many calls this execution of the item has made before
   * @param secondLook at what a wait for a slot may have made needless
   */
  record Caller(Held held, int earlierCalls, Stopwatch stopwatch, SecondLook secondLook) {}

  /** Ends the call before it begins where it is needless by now. */
  @FunctionalInterface
  interface SecondLook {
    void take() throws WorkStopped, InterruptedException;
  }

  ModelCalls(
      ModelServer server,
      ServedModels served,
      Slots slots,
      ServerHealth health,
      RunningCalls running,
      Backoff backoff) {
    this.server = server;
    this.served = served;
    this.slots = slots;
    this.health = health;
    this.running = running;
    this.backoff = backoff;
  }

  FamilyDescriptor family(ModelCall call) throws WorkFailed {
    return served(call).family();
  }

  /**
   * @param offered what the worker itself gives, beside the call's parameters; a model that does
   *     not declare one does not get it
   * @return the outputs by name, of the declared types and shapes
   */
  Map<String, Tensor> call(ModelCall call, List<Tensor> offered, Caller caller)
      throws WorkStopped, InterruptedException {
    ServedModels.Served found = served(call);
    ModelDescription model = found.description();
    WorkItem item = caller.held().item();
    ModelRequest request =
        new ModelRequest(
            call.getModel(),
            call.getVersion(),
            inputs(model, call.getParametersList(), offered),
            timeout(item),
            requestId(item),
            item.getTraceparent(),
            Map.of("tenant", item.getTenant(), "render", item.getRenderId()));
    return checked(
        model,
        backoff.retry(
            () -> once(request, found.family(), caller),
            ModelCalls::passes,
            caller.held().cancellation()));
  }

  private ServedModels.Served served(ModelCall call) throws WorkFailed {
    return served
        .find(call.getModel())
        .orElseThrow(
            () ->
                WorkFailed.forNow(
                    WorkFailed.MODEL_UNAVAILABLE,
                    "model: '%s' is not served here (expected: one of %s)"
                        .formatted(call.getModel(), served.names())));
  }

  private List<Tensor> once(ModelRequest request, FamilyDescriptor family, Caller caller)
      throws WorkStopped, InterruptedException {
    caller.held().ready();
    try (Slots.Slot slot = slot(caller)) {
      caller.held().begin();
      if (slot.waited()) {
        caller.secondLook().take();
      }
      return infer(request, family, caller, slot);
    }
  }

  private Slots.Slot slot(Caller caller) throws WorkStopped, InterruptedException {
    try (Stopwatch.Lap ignored = caller.stopwatch().time(Stopwatch.Part.SLOT_WAIT)) {
      return slots.acquire(caller);
    }
  }

  private List<Tensor> infer(
      ModelRequest request, FamilyDescriptor family, Caller caller, Slots.Slot slot)
      throws WorkStopped, InterruptedException {
    boolean answered = false;
    long from = System.nanoTime();
    try (RunningCalls.Followed followed = running.follow(caller.held().item(), request, family)) {
      if (health.isSick()) {
        throw new WorkerRetired("the model server cannot do its work", null);
      }
      List<Tensor> outputs =
          server.infer(inTime(request, caller.held()), caller.held().cancellation());
      answered = true;
      health.answered(request.model());
      return outputs;
    } catch (InferenceFailure e) {
      health.failed(request, e);
      throw sorted(e, caller);
    } finally {
      long took = System.nanoTime() - from;
      long waited = Math.min(took, slot.waitedAtServer(answered));
      caller.stopwatch().add(Stopwatch.Part.SLOT_WAIT, waited);
      caller.stopwatch().add(Stopwatch.Part.MODEL, took - waited);
    }
  }

  private static boolean passes(Exception e) {
    return e instanceof WorkFailed
        && e.getCause() instanceof InferenceFailure failure
        && switch (failure.kind()) {
          case REJECTED, MAYBE_EXECUTED, SERVER_SICK -> true;
          // A model that raised an error has used its time; the dispatcher decides whether to spend
          // it again.
          case FAILED, PERMANENT, DEADLINE, CANCELED -> false;
        };
  }

  /** The item's deadline is the call's. */
  private static ModelRequest inTime(ModelRequest request, Held held) throws WorkFailed {
    held.stopIfLate();
    return held.timeLeft()
        .map(left -> left.plus(BEYOND_DEADLINE))
        .filter(left -> left.compareTo(request.timeout()) < 0)
        .map(request::within)
        .orElse(request);
  }

  private WorkStopped sorted(InferenceFailure e, Caller caller) throws WorkStopped {
    caller.held().stopIfUnwanted(e);
    if (e.kind() == InferenceFailure.Kind.DEADLINE) {
      caller.held().stopIfLate();
    }
    if (health.isSick()) {
      return new WorkerRetired("the model server cannot do its work", e);
    }
    return switch (e.kind()) {
      case REJECTED, MAYBE_EXECUTED, SERVER_SICK, CANCELED ->
          WorkFailed.forNow(WorkFailed.MODEL_UNAVAILABLE, e.getMessage(), e);
      case FAILED, DEADLINE -> WorkFailed.forNow(WorkFailed.MODEL_FAILED, e.getMessage(), e);
      case PERMANENT -> WorkFailed.forGood(WorkFailed.MODEL_REJECTED, e.getMessage(), e);
    };
  }

  /** In the order of the model's declaration. */
  private static List<Tensor> inputs(
      ModelDescription model, List<Parameter> parameters, List<Tensor> offered) throws WorkFailed {
    Map<String, Tensor> own = new HashMap<>();
    offered.forEach(tensor -> own.put(tensor.name(), tensor));
    Map<String, Parameter> asked = new HashMap<>();
    parameters.forEach(parameter -> asked.put(parameter.getName(), parameter));
    List<Tensor> inputs = new ArrayList<>();
    for (TensorSpec declared : model.inputs()) {
      Tensor tensor = own.get(declared.name());
      if (tensor == null && asked.containsKey(declared.name())) {
        tensor = Tensors.parameter(asked.get(declared.name()), declared);
      }
      if (tensor == null && declared.optional()) {
        continue;
      }
      if (tensor == null) {
        throw WorkFailed.forGood(
            WorkFailed.MODEL_REJECTED,
            "model '%s' declares input %s, which nobody provides"
                .formatted(model.model(), declared));
      }
      if (!declared.accepts(tensor)) {
        throw WorkFailed.forGood(
            WorkFailed.MODEL_REJECTED,
            "model '%s' input: %s (expected: %s)".formatted(model.model(), tensor, declared));
      }
      inputs.add(tensor);
    }
    return inputs;
  }

  private static Map<String, Tensor> checked(ModelDescription model, List<Tensor> outputs)
      throws WorkFailed {
    Map<String, Tensor> byName = new HashMap<>();
    outputs.forEach(tensor -> byName.put(tensor.name(), tensor));
    for (TensorSpec declared : model.outputs()) {
      Tensor tensor = byName.get(declared.name());
      if (tensor == null || !declared.accepts(tensor)) {
        throw WorkFailed.forNow(
            WorkFailed.INVALID_OUTPUT,
            "model '%s' output '%s' is %s (expected: %s)"
                .formatted(model.model(), declared.name(), tensor, declared));
      }
    }
    return byName;
  }

  /** {@code <work id>/<attempt>}, and a second copy's number behind it. */
  private static String requestId(WorkItem item) {
    String id = item.getWorkId() + "/" + item.getAttempt();
    return item.getCopy() == 0 ? id : id + "/" + item.getCopy();
  }

  private static Duration timeout(WorkItem item) {
    Duration byCost = Duration.ofMillis((long) (item.getCostSeconds() * TIMEOUT_PER_COST * 1000));
    return byCost.compareTo(SHORTEST_TIMEOUT) > 0 ? byCost : SHORTEST_TIMEOUT;
  }
}
