package io.stillwake.bench.gpu;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.stillwake.local.triton.PendingCall;
import io.stillwake.proto.triton.GRPCInferenceServiceGrpc;
import io.stillwake.proto.triton.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import io.stillwake.proto.triton.ModelInferRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A virtual GPU on a free port, a client of it, and its log. */
final class TestGpu implements AutoCloseable {

  static final ServiceTimes TIMES = new ServiceTimes(5, 0.5, 1);

  /** Completed where the process would have ended. */
  final CompletableFuture<Void> halted = new CompletableFuture<>();

  private final Path log;
  private final VirtualGpus gpus;
  private final ManagedChannel channel;

  /**
   * @param faults rules, as in a file; empty: none
   */
  TestGpu(Path folder, int slots, String... faults) {
    log = folder.resolve("slots.jsonl");
    gpus =
        VirtualGpus.start(
            new GpuConfig(
                List.of(new GpuPlan("gpu-1", 0, slots)),
                log,
                TIMES,
                FaultRules.parse("{\"faults\": [" + String.join(",", faults) + "]}"),
                OptionalInt.of(0)),
            () -> halted.complete(null));
    channel =
        NettyChannelBuilder.forTarget(address())
            .usePlaintext()
            .maxInboundMessageSize(Integer.MAX_VALUE)
            .directExecutor()
            .build();
  }

  String address() {
    return gpus.gpus().get(0).address();
  }

  int adminPort() {
    return gpus.adminPort().orElseThrow();
  }

  Slots.State state() {
    return gpus.gpus().get(0).slots().state();
  }

  PendingCall infer(ModelInferRequest request) {
    PendingCall call = new PendingCall();
    GRPCInferenceServiceGrpc.newStub(channel).modelInfer(request, call);
    return call;
  }

  /** Returns once it runs: what is sent right after it may arrive before it. */
  PendingCall inferNow(ModelInferRequest request) {
    PendingCall call = infer(request);
    await()
        .until(
            () ->
                state().running().stream()
                    .anyMatch(running -> running.id().text().equals(request.getId())));
    return call;
  }

  GRPCInferenceServiceBlockingStub ask() {
    return GRPCInferenceServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(30, TimeUnit.SECONDS);
  }

  /** Stops the GPU, so that its log is whole. */
  List<JsonNode> closedLog() {
    close();
    return lines();
  }

  List<JsonNode> lines() {
    try {
      List<JsonNode> lines = new ArrayList<>();
      for (String line : Files.readAllLines(log)) {
        lines.add(new ObjectMapper().readTree(line));
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<JsonNode> events(List<JsonNode> log, String event) {
    return log.stream().filter(line -> line.get("event").textValue().equals(event)).toList();
  }

  @Override
  public void close() {
    gpus.close();
    channel.shutdownNow();
  }
}
