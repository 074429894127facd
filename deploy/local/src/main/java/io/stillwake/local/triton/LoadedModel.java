package io.stillwake.local.triton;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.stillwake.local.triton.ModelCounters.FailureReason;
import io.stillwake.proto.triton.ModelConfig;
import io.stillwake.proto.triton.ModelInferRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One version of a model, ready to answer: its session, its queue and its instances. */
final class LoadedModel {

  private static final Logger log = LoggerFactory.getLogger(LoadedModel.class);

  /** After a run was told to end; ONNX Runtime looks between two nodes of the graph. */
  private static final Duration TERMINATION = Duration.ofSeconds(10);

  private final ModelConfig config;
  private final long version;
  private final OrtSession session;
  private final RequestReader reader;
  private final InferenceQueue queue;
  private final ModelCounters counters = new ModelCounters();
  private final List<Thread> instances = new ArrayList<>();
  private final Set<Inference> active = ConcurrentHashMap.newKeySet();

  private LoadedModel(
      ModelConfig config,
      long version,
      OrtEnvironment environment,
      SessionSettings settings,
      OrtSession session,
      ScheduledExecutorService timer) {
    this.config = config;
    this.version = version;
    this.session = session;
    this.reader = new RequestReader(config);
    QueuePolicy policy = QueuePolicy.of(config);
    this.queue = new InferenceQueue(policy, timer);
    for (int i = 0; i < policy.instances(); i++) {
      ModelInstance instance = new ModelInstance(environment, settings, session, queue, counters);
      String name = config.getName() + "_" + version + "_" + i;
      instances.add(new Thread(null, instance, name, EmbeddedTriton.NATIVE_STACK_BYTES));
    }
  }

  /**
   * @param file the ONNX model of {@code version}
   * @throws TritonException if it is missing or broken, or does not fit the configuration
   */
  static LoadedModel load(
      ModelConfig config,
      long version,
      Path file,
      OrtEnvironment environment,
      ScheduledExecutorService timer)
      throws TritonException {
    SessionSettings settings = SessionSettings.of(config);
    OrtSession session = settings.open(environment, file);
    try {
      new GraphCheck(config).check(session);
    } catch (TritonException e) {
      close(session);
      throw e;
    }
    LoadedModel model = new LoadedModel(config, version, environment, settings, session, timer);
    model.instances.forEach(
        thread -> {
          thread.setDaemon(true);
          thread.start();
        });
    return model;
  }

  ModelConfig config() {
    return config;
  }

  long version() {
    return version;
  }

  ModelCounters.Snapshot counters() {
    return counters.snapshot();
  }

  /** Calls that wait for an instance. */
  int pending() {
    return queue.size();
  }

  int running() {
    return queue.running();
  }

  /**
   * Checks a call and queues it; {@code completion} is told on the thread of an instance.
   *
   * @throws TritonException INVALID_ARGUMENT, or UNAVAILABLE if the queue is full or stopped
   */
  Inference submit(ModelInferRequest request, Inference.Completion completion)
      throws TritonException {
    long arrived = System.nanoTime();
    Inference inference = new Inference(reader.read(request), counted(completion, arrived));
    active.add(inference);
    inference.whenEnded(() -> active.remove(inference));
    try {
      queue.put(inference);
    } catch (TritonException e) {
      active.remove(inference);
      counters.failed(FailureReason.of(e), System.nanoTime() - arrived);
      throw e;
    }
    return inference;
  }

  /**
   * Counts a failure before its caller learns of it; successes are counted where they are timed.
   */
  private Inference.Completion counted(Inference.Completion completion, long arrived) {
    return new Inference.Completion() {
      @Override
      public void succeeded(List<TensorData> outputs) {
        completion.succeeded(outputs);
      }

      @Override
      public void failed(TritonException reason) {
        counters.failed(FailureReason.of(reason), System.nanoTime() - arrived);
        completion.failed(reason);
      }
    };
  }

  /** Frees the instance, or the place in the queue, of a call that nobody waits for. */
  void cancel(Inference inference) {
    inference.cancel();
    if (queue.remove(inference)) {
      inference.fail(new TritonException(TritonException.Code.CANCELLED, "Request cancelled"));
    }
  }

  /** Refuses new calls from now on. */
  void stop() {
    queue.stop();
  }

  /** Waits until the calls in hand have ended, cancels those that take longer, and unloads. */
  void drain(Duration patience) throws InterruptedException {
    stop();
    if (!joinInstances(patience)) {
      log.warn(
          "calls did not end in time and are cancelled model={} version={} calls={}",
          config.getName(),
          version,
          active.size());
      active.forEach(this::cancel);
      if (!joinInstances(TERMINATION)) {
        // Closing a session under a running call would crash the process: leave it to its end.
        log.error("session left open, its call does not end model={}", config.getName());
        return;
      }
    }
    close(session);
  }

  private boolean joinInstances(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    for (Thread instance : instances) {
      long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      instance.join(Math.max(1, millis));
    }
    return instances.stream().noneMatch(Thread::isAlive);
  }

  private static void close(OrtSession session) {
    try {
      session.close();
    } catch (OrtException e) {
      log.warn("session did not close", e);
    }
  }
}
