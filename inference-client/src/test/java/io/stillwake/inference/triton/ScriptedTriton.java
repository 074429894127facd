package io.stillwake.inference.triton;

import com.google.protobuf.ByteString;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.stillwake.proto.triton.DataType;
import io.stillwake.proto.triton.GRPCInferenceServiceGrpc;
import io.stillwake.proto.triton.ModelConfig;
import io.stillwake.proto.triton.ModelConfigRequest;
import io.stillwake.proto.triton.ModelConfigResponse;
import io.stillwake.proto.triton.ModelInferRequest;
import io.stillwake.proto.triton.ModelInferRequest.InferInputTensor;
import io.stillwake.proto.triton.ModelInferResponse;
import io.stillwake.proto.triton.ModelInput;
import io.stillwake.proto.triton.ModelInstanceGroup;
import io.stillwake.proto.triton.ModelReadyRequest;
import io.stillwake.proto.triton.ModelReadyResponse;
import io.stillwake.proto.triton.SystemSharedMemoryRegisterRequest;
import io.stillwake.proto.triton.SystemSharedMemoryRegisterResponse;
import io.stillwake.proto.triton.SystemSharedMemoryStatusRequest;
import io.stillwake.proto.triton.SystemSharedMemoryStatusResponse;
import io.stillwake.proto.triton.SystemSharedMemoryStatusResponse.RegionStatus;
import io.stillwake.proto.triton.SystemSharedMemoryUnregisterRequest;
import io.stillwake.proto.triton.SystemSharedMemoryUnregisterResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A Triton that answers every call with the call's own inputs, unless told otherwise. It shares
 * memory as Triton 2.51 does, in a folder of its own.
 */
final class ScriptedTriton extends GRPCInferenceServiceGrpc.GRPCInferenceServiceImplBase
    implements ServerInterceptor {

  final AtomicInteger calls = new AtomicInteger();
  final AtomicInteger asked = new AtomicInteger();
  final Map<String, FileChannel> regions = new ConcurrentHashMap<>();
  private final Path memory;
  volatile ModelInferRequest lastRequest;
  volatile String lastTraceparent;
  volatile boolean canceled;

  volatile Status failure;
  volatile Status refusal;
  volatile boolean silent;
  volatile String answeredId = "r1";

  ScriptedTriton(Path memory) {
    this.memory = memory;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    lastTraceparent = headers.get(Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER));
    return next.startCall(call, headers);
  }

  @Override
  public void modelInfer(ModelInferRequest request, StreamObserver<ModelInferResponse> answer) {
    lastRequest = request;
    Context.current().addListener(context -> canceled = true, Runnable::run);
    calls.incrementAndGet();
    if (failure != null) {
      answer.onError(failure.asRuntimeException());
    } else if (!silent) {
      answer(answer, () -> echo(request));
    }
  }

  private ModelInferResponse echo(ModelInferRequest request) throws IOException {
    ModelInferResponse.Builder response = ModelInferResponse.newBuilder().setId(answeredId);
    Iterator<ByteString> contents = request.getRawInputContentsList().iterator();
    for (InferInputTensor input : request.getInputsList()) {
      response
          .addRawOutputContents(
              input.containsParameters("shared_memory_region") ? read(input) : contents.next())
          .addOutputsBuilder()
          .setName(input.getName())
          .setDatatype(input.getDatatype())
          .addAllShape(input.getShapeList());
    }
    return response.build();
  }

  private ByteString read(InferInputTensor input) throws IOException {
    String region = input.getParametersOrThrow("shared_memory_region").getStringParam();
    if (!regions.containsKey(region)) {
      throw Status.NOT_FOUND
          .withDescription("Unable to find shared memory region: '" + region + "'")
          .asRuntimeException();
    }
    ByteBuffer content =
        ByteBuffer.allocate(
            (int) input.getParametersOrThrow("shared_memory_byte_size").getInt64Param());
    regions
        .get(region)
        .read(content, input.getParametersOrThrow("shared_memory_offset").getInt64Param());
    return ByteString.copyFrom(content.flip());
  }

  @Override
  public void systemSharedMemoryStatus(
      SystemSharedMemoryStatusRequest request,
      StreamObserver<SystemSharedMemoryStatusResponse> answer) {
    SystemSharedMemoryStatusResponse.Builder status = SystemSharedMemoryStatusResponse.newBuilder();
    regions.keySet().forEach(name -> status.putRegions(name, RegionStatus.getDefaultInstance()));
    answer(answer, status::build);
  }

  @Override
  public void systemSharedMemoryRegister(
      SystemSharedMemoryRegisterRequest request,
      StreamObserver<SystemSharedMemoryRegisterResponse> answer) {
    asked.incrementAndGet();
    answer(
        answer,
        () -> {
          if (refusal != null) {
            throw refusal.asRuntimeException();
          }
          Path file = memory.resolve(request.getKey().substring(1));
          regions.put(request.getName(), FileChannel.open(file, StandardOpenOption.READ));
          return SystemSharedMemoryRegisterResponse.getDefaultInstance();
        });
  }

  @Override
  public void systemSharedMemoryUnregister(
      SystemSharedMemoryUnregisterRequest request,
      StreamObserver<SystemSharedMemoryUnregisterResponse> answer) {
    regions.remove(request.getName());
    answer(answer, SystemSharedMemoryUnregisterResponse::getDefaultInstance);
  }

  /** Makes an answer. */
  private interface Answer<A> {
    A make() throws IOException;
  }

  private static <A> void answer(StreamObserver<A> client, Answer<A> answer) {
    try {
      client.onNext(answer.make());
      client.onCompleted();
    } catch (StatusRuntimeException e) {
      client.onError(e);
    } catch (IOException e) {
      client.onError(Status.INTERNAL.withDescription(e.getMessage()).asRuntimeException());
    }
  }

  @Override
  public void modelReady(ModelReadyRequest request, StreamObserver<ModelReadyResponse> answer) {
    answer.onNext(ModelReadyResponse.newBuilder().setReady(true).build());
    answer.onCompleted();
  }

  @Override
  public void modelConfig(ModelConfigRequest request, StreamObserver<ModelConfigResponse> answer) {
    ModelConfig.Builder config =
        ModelConfig.newBuilder()
            .setName(request.getName())
            .addInstanceGroup(ModelInstanceGroup.newBuilder().setCount(1))
            .addInstanceGroup(ModelInstanceGroup.newBuilder().setCount(2))
            .addInput(
                ModelInput.newBuilder()
                    .setName("picture")
                    .setDataType(DataType.TYPE_UINT8)
                    .addDims(-1)
                    .addDims(3))
            .addInput(
                ModelInput.newBuilder()
                    .setName("words")
                    .setDataType(DataType.TYPE_STRING)
                    .addDims(1)
                    .setOptional(true));
    answer.onNext(ModelConfigResponse.newBuilder().setConfig(config).build());
    answer.onCompleted();
  }
}
