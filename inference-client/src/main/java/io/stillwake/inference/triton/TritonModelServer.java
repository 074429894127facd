package io.stillwake.inference.triton;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.stillwake.inference.Cancellation;
import io.stillwake.inference.InferenceFailure;
import io.stillwake.inference.ModelDescription;
import io.stillwake.inference.ModelRequest;
import io.stillwake.inference.ModelServer;
import io.stillwake.inference.Tensor;
import io.stillwake.proto.triton.GRPCInferenceServiceGrpc;
import io.stillwake.proto.triton.ModelConfigRequest;
import io.stillwake.proto.triton.ModelInferResponse;
import io.stillwake.proto.triton.ModelReadyRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Models behind Triton's gRPC protocol. */
public final class TritonModelServer implements ModelServer {

  private static final Metadata.Key<String> TRACEPARENT =
      Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER);
  private static final Duration QUESTION_TIMEOUT = Duration.ofSeconds(10);
  // Eight decoded frames of 768x512 are 9 MiB; the default window of 1 MiB makes them wait.
  private static final int FLOW_CONTROL_WINDOW = 8 << 20;

  private final ManagedChannel channel;
  private final Optional<SharedMemory> memory;

  private TritonModelServer(ManagedChannel channel, Optional<SharedMemory> memory) {
    this.channel = channel;
    this.memory = memory;
  }

  /**
   * Connects in clear text, when the first call is made: a Triton stands beside its worker.
   *
   * @param target {@code host:port}
   */
  public static TritonModelServer connect(String target) {
    return new TritonModelServer(channel(target), Optional.empty());
  }

  /**
   * Connects to a Triton that may read large inputs from memory, where it is on this machine.
   *
   * @param folder where POSIX shared memory lies, {@code /dev/shm}
   * @param owner our name: unlike any other client of that server, and the same after a restart
   */
  public static TritonModelServer connect(String target, Path folder, String owner) {
    ManagedChannel channel = channel(target);
    return new TritonModelServer(channel, Optional.of(new SharedMemory(channel, folder, owner)));
  }

  private static ManagedChannel channel(String target) {
    return NettyChannelBuilder.forTarget(target)
        .usePlaintext()
        .maxInboundMessageSize(Integer.MAX_VALUE)
        .flowControlWindow(FLOW_CONTROL_WINDOW)
        // An answer is handed over to the thread that waits for it, which needs no third one.
        // It is parsed where it is read: answers of several slots one after the other.
        .directExecutor()
        // Only the caller knows whether a call may go again.
        .disableRetry()
        .build();
  }

  @Override
  public List<Tensor> infer(ModelRequest request, Cancellation cancellation)
      throws InferenceFailure, InterruptedException {
    Optional<SharedInputs.Lease> shared = memory.flatMap(known -> known.take(request.inputs()));
    if (shared.isPresent()) {
      try (SharedInputs.Lease lease = shared.get()) {
        return infer(request, shared, cancellation);
      } catch (InferenceFailure e) {
        if (!shared.get().isUnknown(e)) {
          throw e;
        }
        memory.orElseThrow().forget(shared.get());
      }
    }
    return infer(request, Optional.empty(), cancellation);
  }

  private List<Tensor> infer(
      ModelRequest request, Optional<SharedInputs.Lease> shared, Cancellation cancellation)
      throws InferenceFailure, InterruptedException {
    ModelInferResponse response =
        ask(
            request.model(),
            traced(request.traceparent()),
            GRPCInferenceServiceGrpc.getModelInferMethod(),
            TritonTensors.request(request, shared),
            request.timeout(),
            cancellation);
    if (!response.getId().equals(request.requestId())) {
      throw wrongAnswer(
          request.model(),
          "request id '%s' (expected: '%s')".formatted(response.getId(), request.requestId()),
          null);
    }
    try {
      return TritonTensors.outputs(response);
    } catch (IllegalArgumentException e) {
      throw wrongAnswer(request.model(), e.getMessage(), e);
    }
  }

  @Override
  public boolean ready(String model) throws InferenceFailure, InterruptedException {
    return ask(
            model,
            channel,
            GRPCInferenceServiceGrpc.getModelReadyMethod(),
            ModelReadyRequest.newBuilder().setName(model).build(),
            QUESTION_TIMEOUT,
            new Cancellation())
        .getReady();
  }

  @Override
  public ModelDescription describe(String model) throws InferenceFailure, InterruptedException {
    return TritonTensors.description(
        ask(
                model,
                channel,
                GRPCInferenceServiceGrpc.getModelConfigMethod(),
                ModelConfigRequest.newBuilder().setName(model).build(),
                QUESTION_TIMEOUT,
                new Cancellation())
            .getConfig());
  }

  private Channel traced(String traceparent) {
    if (traceparent.isEmpty()) {
      return channel;
    }
    Metadata headers = new Metadata();
    headers.put(TRACEPARENT, traceparent);
    return io.grpc.ClientInterceptors.intercept(
        channel, MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  private static <Q, A> A ask(
      String model,
      Channel channel,
      MethodDescriptor<Q, A> method,
      Q question,
      Duration timeout,
      Cancellation cancellation)
      throws InferenceFailure, InterruptedException {
    CompletableFuture<A> answer = new CompletableFuture<>();
    ClientCall<Q, A> call =
        channel.newCall(
            method, CallOptions.DEFAULT.withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS));
    ClientCalls.asyncUnaryCall(call, question, new Completion<>(answer));
    try (Cancellation.Registration ignored =
        cancellation.onCancel(() -> call.cancel("the render was cancelled", null))) {
      return answer.get();
    } catch (ExecutionException e) {
      throw TritonFailures.sort(model, Status.fromThrowable(e.getCause()), e.getCause());
    } catch (InterruptedException e) {
      call.cancel("the caller was interrupted", e);
      throw e;
    }
  }

  private static InferenceFailure wrongAnswer(String model, String what, Throwable cause) {
    return new InferenceFailure(
        InferenceFailure.Kind.FAILED,
        "WRONG_ANSWER",
        "model '%s' answered wrongly: %s".formatted(model, what),
        cause);
  }

  @Override
  public void close() {
    memory.ifPresent(SharedMemory::close);
    channel.shutdownNow();
  }

  @Override
  public String toString() {
    return "Triton at " + channel.authority();
  }

  /** Hands the one answer of a unary call over to a future. */
  private record Completion<A>(CompletableFuture<A> answer) implements StreamObserver<A> {

    @Override
    public void onNext(A value) {
      answer.complete(value);
    }

    @Override
    public void onError(Throwable failure) {
      answer.completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {
      // Without a value this changes a call that would hang into one that failed.
      answer.completeExceptionally(
          Status.INTERNAL.withDescription("the call ended without an answer").asRuntimeException());
    }
  }
}
