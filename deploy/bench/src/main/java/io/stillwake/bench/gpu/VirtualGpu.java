package io.stillwake.bench.gpu;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** One virtual GPU: slots behind Triton's gRPC protocol on the loopback. */
final class VirtualGpu implements AutoCloseable {

  // Outputs of 20 MB would wait for the default window of 1 MiB again and again.
  private static final int FLOW_CONTROL_WINDOW = 8 << 20;

  private final String name;
  private final Slots slots;
  private final Server server;

  private VirtualGpu(GpuPlan plan, GpuShared shared) {
    name = plan.name();
    slots = new Slots(plan.name(), plan.slots(), shared);
    server =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), plan.port()))
            // No service method waits, and none computes but the first of a shape.
            .directExecutor()
            .maxInboundMessageSize(Integer.MAX_VALUE)
            .flowControlWindow(FLOW_CONTROL_WINDOW)
            .permitKeepAliveWithoutCalls(true)
            .permitKeepAliveTime(10, TimeUnit.SECONDS)
            .addService(new GpuService(slots, plan.slots(), shared))
            .build();
  }

  /**
   * @throws UncheckedIOException where the port is taken
   */
  static VirtualGpu start(GpuPlan plan, GpuShared shared) {
    VirtualGpu gpu = new VirtualGpu(plan, shared);
    try {
      gpu.server.start();
      return gpu;
    } catch (IOException e) {
      gpu.slots.close();
      throw new UncheckedIOException("gpu: cannot serve '%s'".formatted(plan), e);
    }
  }

  String name() {
    return name;
  }

  /** {@code 127.0.0.1:8001}, as gRPC clients take it. */
  String address() {
    return "127.0.0.1:" + server.getPort();
  }

  Slots slots() {
    return slots;
  }

  /** Ends every call, then the server. */
  @Override
  public void close() {
    slots.close();
    server.shutdown();
    try {
      server.awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server.shutdownNow();
  }
}
