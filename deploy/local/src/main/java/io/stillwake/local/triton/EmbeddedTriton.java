package io.stillwake.local.triton;

import ai.onnxruntime.OrtEnvironment;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model server in this JVM that speaks Triton's gRPC protocol on the loopback and runs the ONNX
 * models of a Triton model repository on the CPU.
 *
 * <p>A model that does not load leaves the server up and not ready, with the reason in
 * RepositoryIndex. What it does not have answers UNIMPLEMENTED: streaming, shared memory, tracing.
 */
public final class EmbeddedTriton implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EmbeddedTriton.class);

  /** A message larger than 2 GiB cannot be; this is also what Triton's server accepts. */
  private static final int MAX_MESSAGE_BYTES = Integer.MAX_VALUE;

  /** ONNX Runtime loads and runs models on our threads, and knows nothing of a small -Xss. */
  static final long NATIVE_STACK_BYTES = 4L << 20;

  /** For answers under way to leave, once all calls have ended. */
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(5);

  private final Duration exitTimeout;
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, daemons("triton-timer"));
  private final ExecutorService calls = Executors.newFixedThreadPool(4, daemons("triton-grpc"));
  private final ExecutorService retirement =
      Executors.newCachedThreadPool(daemons("triton-retire"));
  private final ModelRepository repository;
  private final Server server;
  private final ServerMetrics metrics;
  private final AtomicBoolean stopping = new AtomicBoolean();

  private EmbeddedTriton(TritonConfig config) throws IOException {
    NativeLibraries.unpackOnce();
    exitTimeout = config.exitTimeout();
    timer.setRemoveOnCancelPolicy(true);
    repository =
        new ModelRepository(
            new ModelLoader(config.modelRepository(), OrtEnvironment.getEnvironment(), timer),
            model -> retirement.execute(() -> drain(model)));
    server =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), config.grpcPort()))
            .executor(calls)
            .maxInboundMessageSize(MAX_MESSAGE_BYTES)
            .permitKeepAliveWithoutCalls(true)
            .permitKeepAliveTime(10, TimeUnit.SECONDS)
            .addService(new TritonService(repository, stopping::get, calls))
            .build();
    metrics = ServerMetrics.start(config.metricsPort(), () -> ModelMetrics.of(repository.models()));
  }

  private static ThreadFactory daemons(String name) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread =
          new Thread(null, task, name + "-" + number.incrementAndGet(), NATIVE_STACK_BYTES);
      thread.setDaemon(true);
      return thread;
    };
  }

  /**
   * Loads all models, then listens; see {@link #start(TritonConfig)}.
   *
   * @param grpcPort 0: any that is free
   * @param metricsPort 0: any that is free
   */
  public static EmbeddedTriton start(Path modelRepository, int grpcPort, int metricsPort) {
    return start(
        new TritonConfig(
            modelRepository, grpcPort, metricsPort, TritonConfig.DEFAULT_EXIT_TIMEOUT));
  }

  /**
   * Loads all models, then listens.
   *
   * @throws UncheckedIOException if a port is taken or the repository cannot be listed
   */
  public static EmbeddedTriton start(TritonConfig config) {
    try {
      EmbeddedTriton triton = new EmbeddedTriton(config);
      try {
        triton.repository.loadAll(triton.calls);
        triton.server.start();
      } catch (IOException | RuntimeException e) {
        triton.close();
        throw e;
      }
      log.info(
          "model server listens address={} metrics={} models={}",
          triton.grpcAddress(),
          triton.metricsUrl(),
          triton.repository.models().size());
      return triton;
    } catch (IOException e) {
      throw new UncheckedIOException("model server does not start on " + config, e);
    }
  }

  /** {@code 127.0.0.1:8001}, as gRPC clients take it. */
  public String grpcAddress() {
    return "127.0.0.1:" + server.getPort();
  }

  /** {@code http://127.0.0.1:8002/metrics}. */
  public String metricsUrl() {
    return "http://127.0.0.1:" + metrics.port() + "/metrics";
  }

  /** All versions that serve. */
  List<LoadedModel> models() {
    return repository.models();
  }

  /**
   * As Triton at SIGTERM: refuses new calls, lets those that run or wait end within the exit
   * timeout, cancels the rest, and unloads the models.
   */
  @Override
  public void close() {
    if (stopping.getAndSet(true)) {
      return;
    }
    List<LoadedModel> models = repository.models();
    models.forEach(LoadedModel::stop);
    models.forEach(model -> retirement.execute(() -> drain(model)));
    retirement.shutdown();
    try {
      // Ends by itself: drain gives up after the exit timeout.
      retirement.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
      server.shutdown().awaitTermination(LAST_ANSWERS.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      server.shutdownNow();
      metrics.close();
      timer.shutdownNow();
      calls.shutdown();
    }
  }

  private void drain(LoadedModel model) {
    try {
      model.drain(exitTimeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
