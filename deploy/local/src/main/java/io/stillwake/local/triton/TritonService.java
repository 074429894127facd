package io.stillwake.local.triton;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.stillwake.proto.triton.GRPCInferenceServiceGrpc;
import io.stillwake.proto.triton.ModelConfigRequest;
import io.stillwake.proto.triton.ModelConfigResponse;
import io.stillwake.proto.triton.ModelInferRequest;
import io.stillwake.proto.triton.ModelInferResponse;
import io.stillwake.proto.triton.ModelMetadataRequest;
import io.stillwake.proto.triton.ModelMetadataResponse;
import io.stillwake.proto.triton.ModelReadyRequest;
import io.stillwake.proto.triton.ModelReadyResponse;
import io.stillwake.proto.triton.ModelStatisticsRequest;
import io.stillwake.proto.triton.ModelStatisticsResponse;
import io.stillwake.proto.triton.ModelStreamInferResponse;
import io.stillwake.proto.triton.RepositoryIndexRequest;
import io.stillwake.proto.triton.RepositoryIndexResponse;
import io.stillwake.proto.triton.RepositoryModelLoadRequest;
import io.stillwake.proto.triton.RepositoryModelLoadResponse;
import io.stillwake.proto.triton.RepositoryModelUnloadRequest;
import io.stillwake.proto.triton.RepositoryModelUnloadResponse;
import io.stillwake.proto.triton.ServerLiveRequest;
import io.stillwake.proto.triton.ServerLiveResponse;
import io.stillwake.proto.triton.ServerMetadataRequest;
import io.stillwake.proto.triton.ServerMetadataResponse;
import io.stillwake.proto.triton.ServerReadyRequest;
import io.stillwake.proto.triton.ServerReadyResponse;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/** Triton's gRPC service: each call finds its model, and its failure becomes a status. */
final class TritonService extends GRPCInferenceServiceGrpc.GRPCInferenceServiceImplBase {

  private final ModelRepository repository;
  private final BooleanSupplier stopping;
  private final Executor answers;

  /**
   * @param answers sends what the instances have computed, so that they need not
   */
  TritonService(ModelRepository repository, BooleanSupplier stopping, Executor answers) {
    this.repository = repository;
    this.stopping = stopping;
    this.answers = answers;
  }

  @Override
  public void serverLive(ServerLiveRequest request, StreamObserver<ServerLiveResponse> observer) {
    answer(observer, () -> ServerLiveResponse.newBuilder().setLive(true).build());
  }

  @Override
  public void serverReady(
      ServerReadyRequest request, StreamObserver<ServerReadyResponse> observer) {
    answer(
        observer,
        () ->
            ServerReadyResponse.newBuilder()
                .setReady(!stopping.getAsBoolean() && repository.allReady())
                .build());
  }

  @Override
  public void modelReady(ModelReadyRequest request, StreamObserver<ModelReadyResponse> observer) {
    answer(
        observer,
        () ->
            ModelReadyResponse.newBuilder()
                .setReady(repository.isReady(request.getName(), request.getVersion()))
                .build());
  }

  @Override
  public void serverMetadata(
      ServerMetadataRequest request, StreamObserver<ServerMetadataResponse> observer) {
    answer(observer, Descriptions::server);
  }

  @Override
  public void modelMetadata(
      ModelMetadataRequest request, StreamObserver<ModelMetadataResponse> observer) {
    answer(
        observer,
        () -> Descriptions.metadata(repository.find(request.getName(), request.getVersion())));
  }

  @Override
  public void modelConfig(
      ModelConfigRequest request, StreamObserver<ModelConfigResponse> observer) {
    answer(
        observer,
        () ->
            ModelConfigResponse.newBuilder()
                .setConfig(repository.find(request.getName(), request.getVersion()).config())
                .build());
  }

  @Override
  public void modelStatistics(
      ModelStatisticsRequest request, StreamObserver<ModelStatisticsResponse> observer) {
    answer(
        observer,
        () -> {
          List<LoadedModel> models = statisticsOf(request.getName(), request.getVersion());
          return ModelStatisticsResponse.newBuilder()
              .addAllModelStats(models.stream().map(Descriptions::statistics).toList())
              .build();
        });
  }

  private List<LoadedModel> statisticsOf(String name, String version) throws TritonException {
    List<LoadedModel> named =
        repository.models().stream()
            .filter(model -> name.isEmpty() || model.config().getName().equals(name))
            .toList();
    List<LoadedModel> models =
        named.stream()
            .filter(model -> version.isEmpty() || version.equals(Long.toString(model.version())))
            .toList();
    if (models.isEmpty() && !name.isEmpty()) {
      throw TritonException.invalid(
          named.isEmpty()
              ? "requested model '" + name + "' is not available"
              : "requested model version is not available for model '" + name + "'");
    }
    return models;
  }

  @Override
  public void repositoryIndex(
      RepositoryIndexRequest request, StreamObserver<RepositoryIndexResponse> observer) {
    answer(
        observer,
        () ->
            RepositoryIndexResponse.newBuilder()
                .addAllModels(
                    repository.index().stream()
                        .filter(model -> !request.getReady() || model.getState().equals("READY"))
                        .toList())
                .build());
  }

  @Override
  public void repositoryModelLoad(
      RepositoryModelLoadRequest request, StreamObserver<RepositoryModelLoadResponse> observer) {
    answer(
        observer,
        () -> {
          repository.load(request.getModelName());
          return RepositoryModelLoadResponse.getDefaultInstance();
        });
  }

  @Override
  public void repositoryModelUnload(
      RepositoryModelUnloadRequest request,
      StreamObserver<RepositoryModelUnloadResponse> observer) {
    answer(
        observer,
        () -> {
          repository.unload(request.getModelName());
          return RepositoryModelUnloadResponse.getDefaultInstance();
        });
  }

  @Override
  public StreamObserver<ModelInferRequest> modelStreamInfer(
      StreamObserver<ModelStreamInferResponse> observer) {
    observer.onError(
        Status.UNIMPLEMENTED
            .withDescription(
                "ModelStreamInfer is not served by the embedded server; use ModelInfer, for no model"
                    + " here is decoupled")
            .asRuntimeException());
    return new StreamObserver<>() {
      @Override
      public void onNext(ModelInferRequest request) {}

      @Override
      public void onError(Throwable failure) {}

      @Override
      public void onCompleted() {}
    };
  }

  @Override
  public void modelInfer(ModelInferRequest request, StreamObserver<ModelInferResponse> observer) {
    try {
      LoadedModel model = repository.find(request.getModelName(), request.getModelVersion());
      new InferCall(
              model,
              request.getId(),
              (ServerCallStreamObserver<ModelInferResponse>) observer,
              answers)
          .start(request);
    } catch (TritonException e) {
      observer.onError(GrpcStatus.of(e));
    }
  }

  /** Makes an answer, or refuses to. */
  private interface Answer<T> {
    T make() throws TritonException;
  }

  private static <T> void answer(StreamObserver<T> observer, Answer<T> answer) {
    T message;
    try {
      message = answer.make();
    } catch (TritonException e) {
      observer.onError(GrpcStatus.of(e));
      return;
    }
    observer.onNext(message);
    observer.onCompleted();
  }
}
