package io.stillwake.inference.worker;

import com.google.protobuf.util.Timestamps;
import io.stillwake.inference.Cancellation;
import io.stillwake.inference.InferenceFailure;
import io.stillwake.inference.ModelServer;
import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.proto.WorkCancellation;
import io.stillwake.proto.WorkerState;
import io.stillwake.proto.WorkerStatus;
import io.stillwake.storage.ObjectLayout;
import io.stillwake.storage.ObjectStore;
import io.stillwake.storage.Topics;
import io.stillwake.storage.start.StartRefused;
import io.stillwake.storage.start.StartUp;
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
 *
 * <p>Where the model server fails call after call by its own fault, the worker retires: it hands
 * back what it holds and says so; it serves again when the server does its work again, and comes to
 * its end when that does not happen in time.
 */
public final class Worker implements AutoCloseable, HealthEndpoint.Patient {

  private static final Logger log = LoggerFactory.getLogger(Worker.class);

  private static final Duration STATUS_EVERY = Duration.ofSeconds(2);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
  private static final Duration ASK_EVERY = Duration.ofSeconds(1);
  private static final int REMEMBERED_CANCELLATIONS = 10_000;
  private static final Duration CANCELLATION_MEMORY = Duration.ofMinutes(30);
  // Longer than it takes to deal out a burst, much shorter than a call of a GPU model.
  private static final Duration LOADED_FOR_GOOD = Duration.ofMillis(200);
  // Shorter waits are the usual ones, and hardly ever make a call needless.
  private static final Duration LOOK_AGAIN = Duration.ofMillis(250);
  // Bytes: the pictures, anchors and maps of some dozen renders.
  private static final long KEPT_INPUTS = 64 << 20;
  private static final Duration PATIENCE_AT_THE_END = Duration.ofSeconds(5);

  private final WorkerConfig config;
  private final InstantSource clock;
  private final WorkerKafka kafka;
  private final ModelServer server;
  private final List<FamilyDescriptor> families;
  private final ServedModels models;
  private final int slots;
  private final ServerHealth health;
  private final RunningCalls running;
  private final ExecutorService works;
  private final HeldItems items;
  private final Intake intake;
  private final List<Lane> lanes = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final CountDownLatch lanesEnded;
  private final Cancellation ended = new Cancellation();
  private volatile Standing standing = new Standing(WorkerState.WORKER_STATE_SERVING, "");
  private volatile boolean givenUp;

  /** In which state it is, and why; no reason where it serves. */
  private record Standing(WorkerState state, String reason) {}

  /** Why a worker has come to its end. */
  public enum End {
    /** It was closed. */
    DRAINED,
    /** It gave its model server up; somebody must restart both. */
    RETIRED
  }

  /**
   * Checks the model server against the pool's family descriptors, then starts to pull work; Kafka
   * may come and go.
   *
   * @param startUp waits for a model server that is still starting
   * @throws StartRefused where the pool has no family, the models are not what the descriptors say,
   *     or the model server does not come
   */
  public static Worker start(
      WorkerConfig config,
      ObjectStore store,
      ModelServer server,
      StartUp startUp,
      InstantSource clock)
      throws InterruptedException {
    List<FamilyDescriptor> families =
        StartUp.configured(() -> Families.read(config.families(), config.pool()));
    ServedModels models = ServedModels.await(families, server, startUp);
    Backoff backoff =
        new Backoff(
            Duration.ofMillis(200),
            Duration.ofSeconds(10),
            Duration.ofMinutes(3),
            // Lanes share it.
            new SecureRandom());
    return new Worker(config, store, server, families, models, backoff, clock);
  }

  private Worker(
      WorkerConfig config,
      ObjectStore store,
      ModelServer server,
      List<FamilyDescriptor> families,
      ServedModels models,
      Backoff backoff,
      InstantSource clock) {
    this.config = config;
    this.clock = clock;
    this.kafka = new WorkerKafka(config, backoff, clock);
    this.server = server;
    this.families = families;
    this.models = models;
    this.health = new ServerHealth(config.retire().after(), this::retire);
    this.running = new RunningCalls(server, System::nanoTime);
    this.slots = config.slots().orElse(models.instances());
    this.works =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, config.name() + "-work");
              thread.setDaemon(true);
              return thread;
            });
    this.items = new HeldItems(clock, REMEMBERED_CANCELLATIONS, CANCELLATION_MEMORY);
    Slots inUse = new Slots(slots, System::nanoTime);
    ModelCalls calls = new ModelCalls(server, models, inUse, health, running, backoff);
    WorkExecution execution =
        new WorkExecution(
            config.name(),
            new Attempt.Bench(
                store,
                ObjectLayout.standard(),
                calls,
                new InputCache(KEPT_INPUTS),
                backoff,
                LOOK_AGAIN),
            items,
            kafka::announce,
            clock,
            backoff.random());
    LanePlan plan = LanePlan.of(slots, config.items());
    List<String> topics = Topics.work(config.pool());
    this.intake = new Intake(inUse, topics, plan.items(), LOADED_FOR_GOOD, System::nanoTime);
    for (String topic : topics) {
      plan.lanes()
          .forEach(
              (perPoll, count) -> {
                for (int i = 0; i < count; i++) {
                  Intake.Question question = new Intake.Question(topic, perPoll);
                  lanes.add(kafka.lane(question, i, intake, execution, works));
                }
              });
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
    start("cancellations", () -> kafka.followCancellations(since, this::cancel, this::isClosed));
    start("status", this::reportUntilClosed);
    if (families.stream().anyMatch(FamilyDescriptor::getProgresses)) {
      start("progress", this::askUntilClosed);
    }
    log.info(
        "worker started worker={} pool={} slots={} items={} models={}",
        config.name(),
        config.pool(),
        slots,
        plan.items(),
        models.names());
  }

  /** Model calls that this worker runs at once. */
  public int slots() {
    return slots;
  }

  /** Waits until this worker was closed, or has taken itself out of service. */
  public End awaitEnd() throws InterruptedException {
    lanesEnded.await();
    return givenUp ? End.RETIRED : End.DRAINED;
  }

  /**
   * Takes no further work, hands back what has not begun, lets what has begun come to its end
   * within the configured time, and leaves. What is not done by then goes back to the queue.
   */
  @Override
  public void close() {
    drain();
    try {
      if (!lanesEnded.await(config.drainTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("worker stops running work worker={}", config.name());
        works.shutdownNow();
      }
      ended.cancel();
      for (Thread thread : threads) {
        thread.join(PATIENCE_AT_THE_END.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ended.cancel();
      works.shutdownNow();
      threads.forEach(Thread::interrupt);
      kafka.close();
      log.info("worker closed worker={}", config.name());
    }
  }

  private void retire(String reason) {
    log.error("worker takes itself out of service worker={} reason={}", config.name(), reason);
    standing = new Standing(WorkerState.WORKER_STATE_RETIRED, reason);
    intake.pause();
    works.execute(this::sitOut);
  }

  private void sitOut() {
    Retirement retirement =
        new Retirement(health, server, LOOK_EVERY, config.retire().linger(), System::nanoTime);
    try {
      kafka.report(status());
      if (retirement.outlast(ended)) {
        log.info("worker serves again worker={}", config.name());
        standing = new Standing(WorkerState.WORKER_STATE_SERVING, "");
        intake.resume();
        return;
      }
    } catch (InterruptedException e) {
      log.debug("retirement ends worker={}", config.name());
      return;
    } catch (RuntimeException e) {
      log.error("model server cannot be looked after worker={}", config.name(), e);
    }
    if (!ended.isCanceled()) {
      log.error("worker gives its model server up worker={} server={}", config.name(), server);
      givenUp = true;
      intake.close();
    }
  }

  private void cancel(WorkCancellation news) {
    if (news.getWorkId().isEmpty()) {
      items.cancel(news.getRenderId());
    } else {
      items.cancel(news.getRenderId(), news.getWorkId());
    }
  }

  private void drain() {
    if (standing.state() == WorkerState.WORKER_STATE_SERVING) {
      standing = new Standing(WorkerState.WORKER_STATE_DRAINING, "it was told to end");
    }
    intake.close();
    items.end();
  }

  @Override
  public WorkerStatus status() {
    Standing now = standing;
    return WorkerStatus.newBuilder()
        .setWorker(config.name())
        .setPool(config.pool())
        .setSlots(now.state() == WorkerState.WORKER_STATE_SERVING ? slots : 0)
        .addAllModels(models.names())
        .setAt(Timestamps.fromMillis(clock.millis()))
        .setState(now.state())
        .setReason(now.reason())
        .addAllRunning(running.told())
        .build();
  }

  @Override
  public WorkerStatus examined() throws InterruptedException {
    WorkerStatus status = status();
    if (status.getState() != WorkerState.WORKER_STATE_SERVING) {
      return status;
    }
    try {
      ServedModels.check(families, server);
      return status;
    } catch (InferenceFailure | StartRefused e) {
      return status.toBuilder().setReason(e.getMessage()).build();
    }
  }

  private void reportUntilClosed() {
    try {
      while (!isClosed()) {
        kafka.report(status());
        ended.await(STATUS_EVERY);
      }
    } catch (InterruptedException e) {
      log.debug("status ends worker={}", config.name());
    }
  }

  private void askUntilClosed() {
    try {
      while (!isClosed()) {
        running.look(ended);
        ended.await(ASK_EVERY);
      }
    } catch (InterruptedException e) {
      log.debug("progress ends worker={}", config.name());
    }
  }

  private boolean isClosed() {
    return ended.isCanceled();
  }

  private void start(String role, Runnable task) {
    Thread thread = new Thread(task, config.name() + "-" + role);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }
}
