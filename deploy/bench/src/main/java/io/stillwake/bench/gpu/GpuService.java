package io.stillwake.bench.gpu;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.stillwake.proto.triton.GRPCInferenceServiceGrpc;
import io.stillwake.proto.triton.InferParameter;
import io.stillwake.proto.triton.ModelConfig;
import io.stillwake.proto.triton.ModelConfigRequest;
import io.stillwake.proto.triton.ModelConfigResponse;
import io.stillwake.proto.triton.ModelInferRequest;
import io.stillwake.proto.triton.ModelInferResponse;
import io.stillwake.proto.triton.ModelMetadataRequest;
import io.stillwake.proto.triton.ModelMetadataResponse;
import io.stillwake.proto.triton.ModelMetadataResponse.TensorMetadata;
import io.stillwake.proto.triton.ModelReadyRequest;
import io.stillwake.proto.triton.ModelReadyResponse;
import io.stillwake.proto.triton.RepositoryIndexRequest;
import io.stillwake.proto.triton.RepositoryIndexResponse;
import io.stillwake.proto.triton.RepositoryIndexResponse.ModelIndex;
import io.stillwake.proto.triton.ServerLiveRequest;
import io.stillwake.proto.triton.ServerLiveResponse;
import io.stillwake.proto.triton.ServerMetadataRequest;
import io.stillwake.proto.triton.ServerMetadataResponse;
import io.stillwake.proto.triton.ServerReadyRequest;
import io.stillwake.proto.triton.ServerReadyResponse;
import io.stillwake.proto.triton.SystemSharedMemoryRegisterRequest;
import io.stillwake.proto.triton.SystemSharedMemoryRegisterResponse;
import io.stillwake.proto.triton.SystemSharedMemoryStatusRequest;
import io.stillwake.proto.triton.SystemSharedMemoryStatusResponse;
import io.stillwake.proto.triton.SystemSharedMemoryUnregisterRequest;
import io.stillwake.proto.triton.SystemSharedMemoryUnregisterResponse;
import java.util.EnumMap;
import java.util.Map;

/** Triton's gRPC service, as far as a worker or a peer asks for it, over the slots of one GPU. */
final class GpuService extends GRPCInferenceServiceGrpc.GRPCInferenceServiceImplBase {

  /** The Triton release whose protocol this follows; the suffix says that it is not that server. */
  private static final String SERVER_VERSION = "2.73.0-stillwake-virtual";

  private final Slots slots;
  private final GpuShared shared;
  private final SharedRegions regions = new SharedRegions();
  private final Map<VirtualModel, ModelConfig> configs = new EnumMap<>(VirtualModel.class);

  /**
   * @param count the slots, which each model says it has instances for
   */
  GpuService(Slots slots, int count, GpuShared shared) {
    this.slots = slots;
    this.shared = shared;
    for (VirtualModel model : VirtualModel.values()) {
      configs.put(model, model.config(count));
    }
  }

  @Override
  public void serverLive(ServerLiveRequest request, StreamObserver<ServerLiveResponse> client) {
    answer(client, () -> ServerLiveResponse.newBuilder().setLive(true).build());
  }

  @Override
  public void serverReady(ServerReadyRequest request, StreamObserver<ServerReadyResponse> client) {
    answer(client, () -> ServerReadyResponse.newBuilder().setReady(true).build());
  }

  @Override
  public void serverMetadata(
      ServerMetadataRequest request, StreamObserver<ServerMetadataResponse> client) {
    answer(
        client,
        () ->
            ServerMetadataResponse.newBuilder()
                .setName("triton")
                .setVersion(SERVER_VERSION)
                .addExtensions("model_repository")
                .addExtensions("model_configuration")
                .addExtensions("parameters")
                .addExtensions("system_shared_memory")
                .build());
  }

  @Override
  public void modelReady(ModelReadyRequest request, StreamObserver<ModelReadyResponse> client) {
    boolean ready =
        VirtualModel.named(request.getName()).isPresent() && isThere(request.getVersion());
    answer(client, () -> ModelReadyResponse.newBuilder().setReady(ready).build());
  }

  @Override
  public void modelMetadata(
      ModelMetadataRequest request, StreamObserver<ModelMetadataResponse> client) {
    answer(client, () -> metadata(config(find(request.getName(), request.getVersion()))));
  }

  private static ModelMetadataResponse metadata(ModelConfig config) {
    ModelMetadataResponse.Builder metadata =
        ModelMetadataResponse.newBuilder()
            .setName(config.getName())
            .addVersions(VirtualModel.VERSION)
            .setPlatform(config.getPlatform());
    config
        .getInputList()
        .forEach(
            input ->
                metadata.addInputs(
                    TensorMetadata.newBuilder()
                        .setName(input.getName())
                        .setDatatype(InferInputs.wireName(input.getDataType()))
                        .addAllShape(input.getDimsList())));
    config
        .getOutputList()
        .forEach(
            output ->
                metadata.addOutputs(
                    TensorMetadata.newBuilder()
                        .setName(output.getName())
                        .setDatatype(InferInputs.wireName(output.getDataType()))
                        .addAllShape(output.getDimsList())));
    return metadata.build();
  }

  @Override
  public void modelConfig(ModelConfigRequest request, StreamObserver<ModelConfigResponse> client) {
    answer(
        client,
        () ->
            ModelConfigResponse.newBuilder()
                .setConfig(config(find(request.getName(), request.getVersion())))
                .build());
  }

  @Override
  public void repositoryIndex(
      RepositoryIndexRequest request, StreamObserver<RepositoryIndexResponse> client) {
    RepositoryIndexResponse.Builder index = RepositoryIndexResponse.newBuilder();
    for (VirtualModel model : VirtualModel.values()) {
      index.addModels(
          ModelIndex.newBuilder()
              .setName(model.model())
              .setVersion(VirtualModel.VERSION)
              .setState("READY"));
    }
    answer(client, index::build);
  }

  @Override
  public void systemSharedMemoryRegister(
      SystemSharedMemoryRegisterRequest request,
      StreamObserver<SystemSharedMemoryRegisterResponse> client) {
    answer(
        client,
        () -> {
          regions.register(request);
          return SystemSharedMemoryRegisterResponse.getDefaultInstance();
        });
  }

  @Override
  public void systemSharedMemoryUnregister(
      SystemSharedMemoryUnregisterRequest request,
      StreamObserver<SystemSharedMemoryUnregisterResponse> client) {
    answer(
        client,
        () -> {
          regions.unregister(request.getName());
          return SystemSharedMemoryUnregisterResponse.getDefaultInstance();
        });
  }

  @Override
  public void systemSharedMemoryStatus(
      SystemSharedMemoryStatusRequest request,
      StreamObserver<SystemSharedMemoryStatusResponse> client) {
    answer(client, regions::status);
  }

  /** Within this call, as gRPC takes a cancel listener only here. */
  @Override
  public void modelInfer(ModelInferRequest request, StreamObserver<ModelInferResponse> client) {
    long arrived = shared.clock().micros();
    ServerCallStreamObserver<ModelInferResponse> call =
        (ServerCallStreamObserver<ModelInferResponse>) client;
    try {
      VirtualModel model = find(request.getModelName(), request.getModelVersion());
      InferInputs inputs = InferInputs.read(config(model), request, regions);
      RequestId id = RequestId.parse(request.getId());
      GpuCall inference =
          new GpuCall(
              new GpuCall.Asked(
                  id,
                  label(request, "tenant"),
                  label(request, "render"),
                  arrived,
                  serviceNanos(model, inputs, id),
                  shared.outputs().output(model, inputs)),
              call);
      call.setOnCancelHandler(() -> slots.cancel(inference));
      slots.submit(inference);
    } catch (Refusal e) {
      client.onError(e.onTheWire());
    }
  }

  private long serviceNanos(VirtualModel model, InferInputs inputs, RequestId id) throws Refusal {
    var asked = inputs.serviceMillis();
    return asked.isPresent()
        ? (long) (asked.getAsDouble() * 1e6)
        : shared.times().nanos(model.model(), id.work());
  }

  private static String label(ModelInferRequest request, String name) {
    return request
        .getParametersOrDefault(name, InferParameter.getDefaultInstance())
        .getStringParam();
  }

  private ModelConfig config(VirtualModel model) {
    return configs.get(model);
  }

  private static VirtualModel find(String name, String version) throws Refusal {
    VirtualModel model =
        VirtualModel.named(name)
            .orElseThrow(
                () ->
                    new Refusal(
                        Status.NOT_FOUND,
                        "Request for unknown model: '" + name + "' is not found"));
    if (!isThere(version)) {
      throw new Refusal(
          Status.NOT_FOUND,
          "Request for unknown model: '%s' version %s is not found".formatted(name, version));
    }
    return model;
  }

  private static boolean isThere(String version) {
    return version.isEmpty() || version.equals(VirtualModel.VERSION);
  }

  /** Makes an answer, or refuses to. */
  private interface Answer<T> {
    T make() throws Refusal;
  }

  private static <T> void answer(StreamObserver<T> client, Answer<T> answer) {
    try {
      client.onNext(answer.make());
      client.onCompleted();
    } catch (Refusal e) {
      client.onError(e.onTheWire());
    }
  }
}
