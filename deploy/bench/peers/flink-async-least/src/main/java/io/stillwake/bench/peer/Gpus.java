package io.stillwake.bench.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.MoreExecutors;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.stillwake.proto.triton.GRPCInferenceServiceGrpc;
import io.stillwake.proto.triton.InferParameter;
import io.stillwake.proto.triton.ModelInferRequest;
import io.stillwake.proto.triton.ModelInferRequest.InferInputTensor;
import io.stillwake.proto.triton.ModelInferResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Virtual GPUs by KServe's gRPC protocol. */
final class Gpus implements AutoCloseable {

  private static final String MODEL = "virtual-frames";

  private record Gpu(ManagedChannel channel, AtomicInteger calls) {}

  /** Of several GPUs. */
  enum Choice {
    /** The one with the fewest calls of this program. */
    LEAST,
    /** One after the other. */
    ROUND
  }

  private final List<Gpu> gpus;
  private final Choice choice;
  private final AtomicInteger turns = new AtomicInteger();
  private final Map<Integer, ByteString> pictures = new ConcurrentHashMap<>();

  Gpus(Collection<String> addresses, Choice choice) {
    this.choice = choice;
    gpus =
        addresses.stream()
            .map(
                address ->
                    new Gpu(
                        ManagedChannelBuilder.forTarget(address)
                            .usePlaintext()
                            .maxInboundMessageSize(Integer.MAX_VALUE)
                            .build(),
                        new AtomicInteger()))
            .toList();
  }

  /** The latents of a work; fails with gRPC's StatusRuntimeException. */
  CompletableFuture<ByteString> infer(JsonNode work, int attempt) {
    Gpu gpu =
        switch (choice) {
          case LEAST -> least();
          case ROUND -> gpus.get(Math.floorMod(turns.getAndIncrement(), gpus.size()));
        };
    gpu.calls.incrementAndGet();
    CompletableFuture<ByteString> latents = new CompletableFuture<>();
    Futures.addCallback(
        GRPCInferenceServiceGrpc.newFutureStub(gpu.channel).modelInfer(request(work, attempt)),
        new FutureCallback<ModelInferResponse>() {
          @Override
          public void onSuccess(ModelInferResponse response) {
            gpu.calls.decrementAndGet();
            latents.complete(response.getRawOutputContents(0));
          }

          @Override
          public void onFailure(Throwable failure) {
            gpu.calls.decrementAndGet();
            latents.completeExceptionally(failure);
          }
        },
        MoreExecutors.directExecutor());
    return latents;
  }

  private Gpu least() {
    Gpu least = gpus.get(0);
    for (Gpu gpu : gpus) {
      if (gpu.calls.get() < least.calls.get()) {
        least = gpu;
      }
    }
    return least;
  }

  private ModelInferRequest request(JsonNode work, int attempt) {
    int frames = work.get("frames").asInt();
    int width = work.get("width").asInt();
    int height = work.get("height").asInt();
    ByteBuffer places = ByteBuffer.allocate(8 * frames).order(ByteOrder.LITTLE_ENDIAN);
    for (long frame = 0; frame < frames; frame++) {
      places.putLong(frame);
    }
    ByteBuffer service =
        ByteBuffer.allocate(4)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putFloat(work.get("service_us").asLong() / 1000f);
    return ModelInferRequest.newBuilder()
        .setModelName(MODEL)
        .setId(work.get("work").asText() + "/" + attempt)
        .putParameters("tenant", text(work, "tenant"))
        .putParameters("render", text(work, "render"))
        .addInputs(input("picture", "UINT8", height, width, 3))
        .addInputs(input("frame", "INT64", frames))
        .addInputs(input("service_ms", "FP32", 1))
        .addRawInputContents(pictures.computeIfAbsent(width * height * 3, Gpus::black))
        .addRawInputContents(UnsafeByteOperations.unsafeWrap(places.flip()))
        .addRawInputContents(UnsafeByteOperations.unsafeWrap(service.flip()))
        .build();
  }

  private static ByteString black(int bytes) {
    return UnsafeByteOperations.unsafeWrap(new byte[bytes]);
  }

  private static InferParameter text(JsonNode work, String name) {
    return InferParameter.newBuilder().setStringParam(work.get(name).asText()).build();
  }

  private static InferInputTensor input(String name, String type, long... shape) {
    InferInputTensor.Builder input = InferInputTensor.newBuilder().setName(name).setDatatype(type);
    for (long extent : shape) {
      input.addShape(extent);
    }
    return input.build();
  }

  @Override
  public void close() {
    gpus.forEach(gpu -> gpu.channel.shutdownNow());
  }
}
