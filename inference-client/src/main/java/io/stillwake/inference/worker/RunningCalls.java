package io.stillwake.inference.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stillwake.inference.Cancellation;
import io.stillwake.inference.InferenceFailure;
import io.stillwake.inference.ModelRequest;
import io.stillwake.inference.ModelServer;
import io.stillwake.inference.Tensor;
import io.stillwake.inference.TensorType;
import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.proto.RunningCall;
import io.stillwake.proto.WorkItem;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The model calls that run, and how far those are whose family can tell. Asking takes no slot and
 * counts for nothing: an answer that does not come is asked for again the next time.
 */
final class RunningCalls {

  private static final Logger log = LoggerFactory.getLogger(RunningCalls.class);

  /** What is over sooner need not be followed. */
  private static final Duration WORTH_ASKING = Duration.ofSeconds(1);

  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final ModelServer server;
  private final LongSupplier nanoTime;
  private final Queue<Call> calls = new ConcurrentLinkedQueue<>();

  /** Ends when the call has ended. */
  interface Followed extends AutoCloseable {
    @Override
    void close();
  }

  /** How far a call is, as its model counts. */
  private record Steps(long done, long total) {
    static final Steps UNKNOWN = new Steps(0, 0);
  }

  private static final class Call {
    private final WorkItem item;
    private final ModelRequest request;
    private final String progress;
    private final long since;
    private volatile Steps steps = Steps.UNKNOWN;

    Call(WorkItem item, ModelRequest request, String progress, long since) {
      this.item = item;
      this.request = request;
      this.progress = progress;
      this.since = since;
    }
  }

  RunningCalls(ModelServer server, LongSupplier nanoTime) {
    this.server = server;
    this.nanoTime = nanoTime;
  }

  /** From now on until it is closed the call runs. */
  Followed follow(WorkItem item, ModelRequest request, FamilyDescriptor family) {
    if (!family.getProgresses()) {
      return () -> {};
    }
    Call call = new Call(item, request, ModelRole.PROGRESS.model(family), nanoTime.getAsLong());
    calls.add(call);
    return () -> calls.remove(call);
  }

  /** Asks how far the calls are that have run for a while. */
  void look(Cancellation cancellation) throws InterruptedException {
    for (Call call : calls) {
      if (nanoTime.getAsLong() - call.since >= WORTH_ASKING.toNanos()) {
        ask(call, cancellation);
      }
    }
  }

  /** Those that have told how far they are, the longest-running first. */
  List<RunningCall> told() {
    return calls.stream()
        .filter(call -> call.steps.total() > 0)
        .map(
            call ->
                RunningCall.newBuilder()
                    .setWorkId(call.item.getWorkId())
                    .setRenderId(call.item.getRenderId())
                    .setModel(call.request.model())
                    .setDone(call.steps.done())
                    .setTotal(call.steps.total())
                    .build())
        .toList();
  }

  private void ask(Call call, Cancellation cancellation) throws InterruptedException {
    String running = call.request.requestId();
    ModelRequest question =
        new ModelRequest(
            call.progress,
            "",
            List.of(text(running)),
            PATIENCE,
            running + "/progress",
            "",
            call.request.labels());
    try {
      List<Tensor> answer = server.infer(question, cancellation);
      long done = number(answer, TensorName.DONE);
      long total = number(answer, TensorName.TOTAL);
      // A model that does not know the call, as before it begins, says -1.
      if (done >= 0 && total > 0) {
        call.steps = new Steps(Math.min(done, total), total);
      }
    } catch (InferenceFailure | IllegalArgumentException e) {
      log.debug("progress not told work={} model={}", call.item.getWorkId(), call.progress, e);
    }
  }

  private static Tensor text(String value) {
    byte[] bytes = value.getBytes(UTF_8);
    ByteBuffer data =
        ByteBuffer.allocate(Integer.BYTES + bytes.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(bytes.length)
            .put(bytes);
    return new Tensor(TensorName.REQUEST, TensorType.BYTES, new long[] {1}, data.flip());
  }

  private static long number(List<Tensor> answer, String name) {
    return answer.stream()
        .filter(tensor -> tensor.name().equals(name) && tensor.type() == TensorType.INT64)
        .filter(tensor -> tensor.data().remaining() == Long.BYTES)
        .mapToLong(tensor -> tensor.data().getLong())
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "progress: %s (expected: %s, one INT64)".formatted(answer, name)));
  }
}
