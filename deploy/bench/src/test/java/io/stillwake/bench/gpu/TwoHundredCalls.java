package io.stillwake.bench.gpu;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.stillwake.local.triton.PendingCall;
import io.stillwake.proto.triton.GRPCInferenceServiceGrpc;
import io.stillwake.proto.triton.ModelInferRequest;
import io.stillwake.proto.triton.ModelInferResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** The same calls, fine and not, for any server that has two instances of virtual-frames. */
final class TwoHundredCalls implements AutoCloseable {

  private static final float LONG_MS = 5_000;
  private static final float BLOCKING_MS = 300;
  private static final int DEADLINE_MS = 100;

  /**
   * How one call ended.
   *
   * @param group what kind of call it was
   * @param seen status and output, as one text to compare
   * @param millis from the request to the end of the answer, as the client sees it
   */
  record Ended(String group, String seen, double millis) {}

  private final ManagedChannel channel;
  private final Random random = new Random(1);
  private final List<Ended> ended = new ArrayList<>();

  TwoHundredCalls(String address) {
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
    for (int i = 0; i < 82; i++) {
      await("one after the other", List.of(send(fine(10 + random.nextInt(20)))));
    }
    for (int i = 0; i < 5; i++) {
      List<PendingCall> beside = new ArrayList<>();
      for (int j = 0; j < 5; j++) {
        beside.add(send(fine(20)));
      }
      await("five at once on two slots", beside);
    }
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
    List<PendingCall> blocking = List.of(send(fine(BLOCKING_MS)), send(fine(BLOCKING_MS)));
    pause();
    PendingCall canceled = send(fine(LONG_MS));
    PendingCall next = send(fine(1));
    pause();
    canceled.cancel();
    await("cancelled in the queue", List.of(canceled));
    await("before those cancelled in the queue", blocking);
    await("after one cancelled in the queue", List.of(next));
  }

  private void canceledWhileRunning() {
    List<PendingCall> canceled = List.of(send(fine(LONG_MS)), send(fine(LONG_MS)));
    pause();
    canceled.forEach(PendingCall::cancel);
    await("cancelled while running", canceled);
    await("after those cancelled while running", List.of(send(fine(1))));
  }

  private void beyondTheirDeadline() {
    await("beyond their deadline", List.of(late(), late()));
    await("after those beyond their deadline", List.of(send(fine(1))));
  }

  private PendingCall late() {
    PendingCall call = new PendingCall();
    GRPCInferenceServiceGrpc.newStub(channel)
        .withDeadlineAfter(DEADLINE_MS, TimeUnit.MILLISECONDS)
        .modelInfer(fine(LONG_MS), call);
    return call;
  }

  /** How long a client thinks before it cancels: what it sent has reached an instance by then. */
  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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
