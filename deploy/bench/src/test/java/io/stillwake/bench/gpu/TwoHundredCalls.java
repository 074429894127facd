package io.stillwake.bench.gpu;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.stillwake.local.triton.PendingCall;
import io.stillwake.proto.triton.GRPCInferenceServiceGrpc;
import io.stillwake.proto.triton.ModelInferRequest;
import io.stillwake.proto.triton.ModelInferResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;

/** The same calls, fine and not, for any server that has two instances of virtual-frames. */
final class TwoHundredCalls implements AutoCloseable {

  private static final float LONG_MS = 5_000;
  private static final float BLOCKING_MS = 1_000;
  private static final int DEADLINE_MS = 100;
  private static final int PROBE_MS = 20;
  private static final Duration POLL = Duration.ofMillis(5);

  /**
   * How one call ended.
   *
   * @param group what kind of call it was
   * @param seen status and output, as one text to compare
   * @param millis from the request to the end of the answer, as the client sees it
   */
  record Ended(String group, String seen, double millis) {}

  private final ManagedChannel channel;
  private final Callable<Integer> waiting;
  private final Random random = new Random(1);
  private final List<Ended> ended = new ArrayList<>();

  /**
   * @param waiting how many calls the server says wait for an instance
   */
  TwoHundredCalls(String address, Callable<Integer> waiting) {
    this.waiting = waiting;
    channel =
        NettyChannelBuilder.forTarget(address)
            .usePlaintext()
            .maxInboundMessageSize(Integer.MAX_VALUE)
            .flowControlWindow(8 << 20)
            .directExecutor()
            .build();
  }

  List<Ended> run() {
    warmUp();
    for (int i = 0; i < 61; i++) {
      await("one after the other", List.of(send(fine(10 + random.nextInt(20)))));
    }
    for (int i = 0; i < 5; i++) {
      List<PendingCall> beside = new ArrayList<>();
      for (int j = 0; j < 5; j++) {
        beside.add(send(fine(20)));
      }
      await("five at once on two slots", beside);
    }
    fromSharedMemory();
    refusals();
    for (int i = 0; i < 3; i++) {
      canceledWhileQueued();
      canceledWhileRunning();
      beyondTheirDeadline();
    }
    return ended;
  }

  /** Connection, code and buffers; not among those that are compared. */
  private void warmUp() {
    for (int i = 0; i < 10; i++) {
      send(fine(1)).await();
    }
  }

  /** What lies in a region, in none that the server knows, and beyond the end of one. */
  private void fromSharedMemory() {
    try (PictureInMemory picture = new PictureInMemory(channel)) {
      see("memory that is not there", picture.registerAbsent());
      see("memory", picture.register());
      see("memory twice", picture.register());
      for (int i = 0; i < 9; i++) {
        fromSharedMemory("picture in memory", PictureInMemory.REGION, 0);
      }
      fromSharedMemory("unknown memory", "nobody's", 0);
      fromSharedMemory("beyond the end of the memory", PictureInMemory.REGION, 1);
    }
    fromSharedMemory("forgotten memory", PictureInMemory.REGION, 0);
  }

  private void see(String group, Status status) {
    ended.add(new Ended(group, group + ": " + status, 0));
  }

  private void fromSharedMemory(String group, String region, long offset) {
    PendingCall call = send(PictureInMemory.in(fine(10), region, offset));
    await(group, List.of(call));
    if (!call.status().isOk()) {
      see(group + ", in words", call.status());
    }
  }

  private void refusals() {
    for (int i = 0; i < 9; i++) {
      refuse("unknown model", request -> request.setModelName("virtual-other"));
      refuse("unknown version", request -> request.setModelVersion("7"));
      refuse(
          "wrong datatype",
          request -> request.setInputs(0, Requests.tensor("picture", "INT8", 48, 64, 3)));
      refuse("missing input", request -> request.clearInputs().clearRawInputContents());
      refuse(
          "wrong shape",
          request -> request.setInputs(0, Requests.tensor("picture", "UINT8", 64, 48, 1, 3)));
      refuse(
          "unknown input",
          request ->
              request
                  .addInputs(Requests.tensor("fps", "FP32", 1))
                  .addRawInputContents(Requests.floats(24)));
      refuse("too few bytes", request -> request.setRawInputContents(0, Requests.zeros(1)));
    }
  }

  private void refuse(String group, UnaryOperator<ModelInferRequest.Builder> spoil) {
    await(group, List.of(send(spoil.apply(fine(1).toBuilder()).build())));
  }

  /** What never ran delays nobody. */
  private void canceledWhileQueued() {
    List<PendingCall> blocking =
        List.of(send(fine(BLOCKING_MS)), send(fine(BLOCKING_MS)), send(fine(BLOCKING_MS)));
    awaitWaiting(1);
    PendingCall canceled = send(fine(LONG_MS));
    PendingCall next = send(fine(1));
    awaitWaiting(3);
    canceled.cancel();
    await("cancelled in the queue", List.of(canceled));
    await("before those cancelled in the queue", blocking);
    await("after one cancelled in the queue", List.of(next));
  }

  private void canceledWhileRunning() {
    List<PendingCall> canceled = List.of(send(fine(LONG_MS)), send(fine(LONG_MS)));
    awaitInstancesTaken();
    canceled.forEach(PendingCall::cancel);
    await("cancelled while running", canceled);
    await("after those cancelled while running", List.of(send(fine(1))));
  }

  private void beyondTheirDeadline() {
    await("beyond their deadline", List.of(late(LONG_MS, DEADLINE_MS), late(LONG_MS, DEADLINE_MS)));
    await("after those beyond their deadline", List.of(send(fine(1))));
  }

  private PendingCall late(float serviceMillis, int deadlineMillis) {
    PendingCall call = new PendingCall();
    GRPCInferenceServiceGrpc.newStub(channel)
        .withDeadlineAfter(deadlineMillis, TimeUnit.MILLISECONDS)
        .modelInfer(fine(serviceMillis), call);
    return call;
  }

  /** What was sent before runs where a short call does not get to. */
  private void awaitInstancesTaken() {
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(POLL)
        .until(() -> late(1, PROBE_MS).status().getCode() == Status.Code.DEADLINE_EXCEEDED);
  }

  private void awaitWaiting(int calls) {
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(POLL)
        .until(waiting, now -> now == calls);
  }

  private ModelInferRequest fine(float serviceMillis) {
    return Requests.frames("w" + ended.size() + "/1", serviceMillis);
  }

  private PendingCall send(ModelInferRequest request) {
    PendingCall call = new PendingCall();
    GRPCInferenceServiceGrpc.newStub(channel).modelInfer(request, call);
    return call;
  }

  private void await(String group, List<PendingCall> calls) {
    for (PendingCall call : calls) {
      Status status = call.status();
      String seen = status.isOk() ? "OK " + described(call.await()) : status.getCode().name();
      ended.add(new Ended(group, group + ": " + seen, call.millis()));
    }
  }

  private static String described(ModelInferResponse response) {
    return "%s %s %s %s %s"
        .formatted(
            response.getModelName(),
            response.getModelVersion(),
            response.getOutputs(0).getDatatype(),
            response.getOutputs(0).getShapeList(),
            response.getRawOutputContentsList().stream().map(ByteString::size).toList());
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
