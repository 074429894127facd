package io.stillwake.inference.triton;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.stillwake.proto.triton.DataType;
import io.stillwake.proto.triton.GRPCInferenceServiceGrpc;
import io.stillwake.proto.triton.ModelConfig;
import io.stillwake.proto.triton.ModelConfigRequest;
import io.stillwake.proto.triton.ModelConfigResponse;
import io.stillwake.proto.triton.ModelInferRequest;
import io.stillwake.proto.triton.ModelInferResponse;
import io.stillwake.proto.triton.ModelInput;
import io.stillwake.proto.triton.ModelInstanceGroup;
import io.stillwake.proto.triton.ModelReadyRequest;
import io.stillwake.proto.triton.ModelReadyResponse;
import java.util.concurrent.atomic.AtomicInteger;

/** A Triton that answers every call with the call's own inputs, unless told otherwise. */
final class ScriptedTriton extends GRPCInferenceServiceGrpc.GRPCInferenceServiceImplBase
    implements ServerInterceptor {

  final AtomicInteger calls = new AtomicInteger();
  volatile ModelInferRequest lastRequest;
  volatile String lastTraceparent;
  volatile boolean canceled;

  volatile Status failure;
  volatile boolean silent;
  volatile String answeredId = "r1";

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
      answer.onNext(echo(request));
      answer.onCompleted();
    }
  }

  private ModelInferResponse echo(ModelInferRequest request) {
    ModelInferResponse.Builder response = ModelInferResponse.newBuilder().setId(answeredId);
    for (int i = 0; i < request.getInputsCount(); i++) {
      response
          .addRawOutputContents(request.getRawInputContents(i))
          .addOutputsBuilder()
          .setName(request.getInputs(i).getName())
          .setDatatype(request.getInputs(i).getDatatype())
          .addAllShape(request.getInputs(i).getShapeList());
    }
    return response.build();
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
