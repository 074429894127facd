package io.stillwake.inference.worker;

import com.google.protobuf.util.Timestamps;
import io.stillwake.inference.Cancellation;
import io.stillwake.inference.InferenceFailure;
import io.stillwake.inference.ModelServer;
import io.stillwake.proto.WorkerStatus;
import io.stillwake.storage.ObjectLayout;
import io.stillwake.storage.ObjectStore;
import io.stillwake.storage.Topics;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pulls a pool's work from Kafka and does it on the model server beside it. The store and the model
 * server stay the caller's to close.
 */
public final class Worker implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Worker.class);

  private static final Duration STATUS_EVERY = Duration.ofSeconds(2);
  private static final int SICK_ANSWERS = 5;
  private static final int REMEMBERED_CANCELLATIONS = 10_000;
  private static final Duration CANCELLATION_MEMORY = Duration.ofMinutes(30);
  // Longer than it takes to deal out a burst, much shorter than a call of a GPU model.
  private static final Duration LOADED_FOR_GOOD = Duration.ofMillis(200);
  private static final Duration PATIENCE_AT_THE_END = Duration.ofSeconds(5);

  private final WorkerConfig config;
  private final InstantSource clock;
  private final WorkerKafka kafka;
  private final ServedModels models;
  private final int slots;
  private final ServerHealth health = new ServerHealth(SICK_ANSWERS, this::retire);
  private final ExecutorService works;
  private final Intake intake;
  private final List<Lane> lanes = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final CountDownLatch lanesEnded;
  private volatile boolean draining;
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Why a worker has come to its end. */
  public enum End {
    /** It was closed. */
    DRAINED,
    /** The model server's backend is dead; somebody must restart it. */
    RETIRED
  }

  /**
   * Checks the model server against the pool's family descriptors, then starts to pull work. Waits
   * for a model server that is still starting; Kafka may come and go.
   *
   * @throws IllegalStateException where the models are not what the descriptors say
   * @throws IllegalArgumentException where the pool has no family
   * @throws InferenceFailure where the model server cannot be asked
   */
  public static Worker start(
      WorkerConfig config, ObjectStore store, ModelServer server, InstantSource clock)
      throws InferenceFailure, InterruptedException {
    Backoff backoff =
        new Backoff(
            Duration.ofMillis(200),
            Duration.ofSeconds(10),
            Duration.ofMinutes(3),
            // Lanes share it.
            new SecureRandom());
    ServedModels models =
        backoff.retry(
            () -> ServedModels.check(Families.read(config.families(), config.pool()), server),
            e -> e instanceof InferenceFailure failure && failure.retryable(),
            new Cancellation());
    return new Worker(
        config, store, server, models, new WorkerKafka(config, backoff, clock), backoff, clock);
  }

  private Worker(
      WorkerConfig config,
      ObjectStore store,
      ModelServer server,
      ServedModels models,
      WorkerKafka kafka,
      Backoff backoff,
      InstantSource clock) {
    this.config = config;
    this.clock = clock;
    this.kafka = kafka;
    this.models = models;
    this.slots = config.slots().orElse(models.instances());
    this.works =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, config.name() + "-work");
              thread.setDaemon(true);
              return thread;
            });
    CanceledRenders canceled =
        new CanceledRenders(clock, REMEMBERED_CANCELLATIONS, CANCELLATION_MEMORY);
    ModelCalls calls = new ModelCalls(server, models, new Slots(slots), health, backoff);
    WorkExecution execution =
        new WorkExecution(
            config.name(),
            new Attempt.Bench(store, ObjectLayout.standard(), calls, backoff),
            canceled,
            kafka::announce,
            clock,
            backoff.random());
    int most = config.lanesFor(slots);
    this.intake = new Intake(slots, most, LOADED_FOR_GOOD, System::nanoTime);
    for (String topic : Topics.work(config.pool())) {
      for (int i = 0; i < most; i++) {
        lanes.add(kafka.lane(topic, i, intake, execution, works));
      }
    }
    this.lanesEnded = new CountDownLatch(lanes.size());
    for (Lane lane : lanes) {
      start(
          "lane",
          () -> {
            lane.run();
            lanesEnded.countDown();
          });
    }
    Instant since = clock.instant().minus(CANCELLATION_MEMORY);
    start(
        "cancellations", () -> kafka.followCancellations(since, canceled::cancel, this::isClosed));
    start("status", this::reportUntilClosed);
    log.info(
        "worker started worker={} pool={} slots={} lanes={} models={}",
        config.name(),
        config.pool(),
        slots,
        lanes.size(),
        models.names());
  }

  /** Model calls that this worker runs at once. */
  public int slots() {
    return slots;
  }

  /** Waits until this worker was closed, or has taken itself out of service. */
  public End awaitEnd() throws InterruptedException {
    lanesEnded.await();
    return health.isSick() ? End.RETIRED : End.DRAINED;
  }

  /**
   * Takes no further work, lets what runs come to its end within the configured time, and leaves.
   * What is not done by then goes back to the queue.
   */
  @Override
  public void close() {
    drain();
    try {
      if (!lanesEnded.await(config.drainTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("worker stops running work worker={}", config.name());
        works.shutdownNow();
      }
      closed.countDown();
      for (Thread thread : threads) {
        thread.join(PATIENCE_AT_THE_END.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      closed.countDown();
      works.shutdownNow();
      threads.forEach(Thread::interrupt);
      kafka.close();
      log.info("worker closed worker={}", config.name());
    }
  }

  private void retire() {
    log.error(
        "worker takes itself out of service worker={} answers={}", config.name(), SICK_ANSWERS);
    drain();
  }

  private void drain() {
    draining = true;
    lanes.forEach(Lane::stop);
    intake.close();
  }

  private void reportUntilClosed() {
    try {
      do {
        kafka.report(
            WorkerStatus.newBuilder()
                .setWorker(config.name())
                .setPool(config.pool())
                .setSlots(draining ? 0 : slots)
                .addAllModels(models.names())
                .setAt(Timestamps.fromMillis(clock.millis()))
                .build());
      } while (!closed.await(STATUS_EVERY.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      log.debug("status ends worker={}", config.name());
    }
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  private void start(String role, Runnable task) {
    Thread thread = new Thread(task, config.name() + "-" + role);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }
}
