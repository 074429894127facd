package io.stillwake.local.triton;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.stillwake.proto.triton.GRPCInferenceServiceGrpc;
import io.stillwake.proto.triton.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import io.stillwake.proto.triton.ModelInferRequest;
import io.stillwake.proto.triton.ModelInferRequest.InferInputTensor;
import io.stillwake.proto.triton.ModelInferResponse;
import io.stillwake.proto.triton.ModelStatistics;
import io.stillwake.proto.triton.ModelStatisticsRequest;
import io.stillwake.proto.triton.ServerReadyRequest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** A gRPC client over a real port, as any client of Triton would be. */
final class TestClient implements AutoCloseable {

  private final ManagedChannel channel;

  TestClient(EmbeddedTriton triton) {
    this(triton.grpcAddress());
  }

  /**
   * @param address {@code host:port}
   */
  TestClient(String address) {
    channel =
        NettyChannelBuilder.forTarget(address)
            .usePlaintext()
            .maxInboundMessageSize(Integer.MAX_VALUE)
            .build();
  }

  GRPCInferenceServiceBlockingStub stub() {
    return GRPCInferenceServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(30, TimeUnit.SECONDS);
  }

  boolean ready() {
    return stub().serverReady(ServerReadyRequest.getDefaultInstance()).getReady();
  }

  ModelInferResponse infer(ModelInferRequest request) {
    return stub().modelInfer(request);
  }

  PendingCall inferLater(ModelInferRequest request) {
    PendingCall call = new PendingCall();
    GRPCInferenceServiceGrpc.newStub(channel).modelInfer(request, call);
    return call;
  }

  PendingCall inferWithin(long millis, ModelInferRequest request) {
    PendingCall call = new PendingCall();
    GRPCInferenceServiceGrpc.newStub(channel)
        .withDeadlineAfter(millis, TimeUnit.MILLISECONDS)
        .modelInfer(request, call);
    return call;
  }

  ModelStatistics statistics(String model) {
    return stub()
        .modelStatistics(ModelStatisticsRequest.newBuilder().setName(model).build())
        .getModelStats(0);
  }

  static ModelInferRequest.Builder request(String model) {
    return ModelInferRequest.newBuilder().setModelName(model);
  }

  static InferInputTensor.Builder input(String name, String type, long... shape) {
    return InferInputTensor.newBuilder()
        .setName(name)
        .setDatatype(type)
        .addAllShape(Arrays.stream(shape).boxed().toList());
  }

  /** A call of the model {@code count} that takes about as long as its turns. */
  static ModelInferRequest count(String model, long turns) {
    return request(model)
        .addInputs(input("turns", "INT64", 1))
        .addRawInputContents(int64s(turns))
        .build();
  }

  static ByteString floats(float... values) {
    ByteBuffer raw = littleEndian(values.length * Float.BYTES);
    for (float value : values) {
      raw.putFloat(value);
    }
    return ByteString.copyFrom(raw.flip());
  }

  static ByteString int64s(long... values) {
    ByteBuffer raw = littleEndian(values.length * Long.BYTES);
    for (long value : values) {
      raw.putLong(value);
    }
    return ByteString.copyFrom(raw.flip());
  }

  static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
