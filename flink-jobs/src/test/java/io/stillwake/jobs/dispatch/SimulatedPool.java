package io.stillwake.jobs.dispatch;

import static io.stillwake.jobs.dispatch.SomeWork.frames;
import static io.stillwake.jobs.dispatch.SomeWork.heard;
import static io.stillwake.jobs.dispatch.SomeWork.requested;

import com.google.protobuf.util.Timestamps;
import io.stillwake.jobs.work.RenderWork;
import io.stillwake.proto.PoolNews;
import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkOutput;
import io.stillwake.proto.WorkResult;
import io.stillwake.proto.WorkTimings;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A pool beside a simulated topic and workers that pull from it, in virtual time. News takes 10 ms
 * either way where nothing else is said; workers hold few items beside those that run, and tell of
 * themselves every 5 s. Who has asked for longest gets the next item, whether it has a free slot or
 * not, as in a share group.
 */
final class SimulatedPool {

  private static final long STATUS_EVERY_MS = 5_000;

  private interface Step {
    void run() throws Exception;
  }

  private record Event(long at, long turn, Step step) {}

  private record Job(WorkItem item, long requestedAt, long serviceMs) {}

  private final List<SimulatedWorker> workers = new ArrayList<>();
  private final double lost;
  private final Random random;
  private final SentOut out = new SentOut();
  private final Pool pool =
      new Pool(SomeWork.POOL, new MapPoolStore(), TenantWeights.EQUAL, List.of(), 0);
  private final Queue<WorkItem> topic = new ArrayDeque<>();
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::turn));
  private final List<SimulatedWorker.Taken> running = new ArrayList<>();
  private final Map<String, Job> unfinished = new HashMap<>();
  private final Map<String, double[]> slowdowns = new HashMap<>();
  private final int slots;
  private long leastHopMs = 10;
  private long mostHopMs = 10;
  private long now;
  private long turns;
  private int issuesRead;
  private int givenUpRead;
  private int cancelsRead;
  private long idleMs;
  private long busyMs;
  private long inTimeMs;
  private long copiesMs;
  private int mostOut;

  /**
   * @param lost share of the records that no worker ever answers
   */
  SimulatedPool(int workers, int slotsOfEach, double lost, Random random) throws Exception {
    this(workers, slotsOfEach, 1, lost, random);
  }

  /**
   * @param ahead items that a worker holds beside those that run
   * @param lost share of the records that no worker ever answers
   */
  SimulatedPool(int workers, int slotsOfEach, int ahead, double lost, Random random)
      throws Exception {
    for (int i = 0; i < workers; i++) {
      this.workers.add(new SimulatedWorker("worker-" + i, slotsOfEach, ahead));
    }
    this.slots = workers * slotsOfEach;
    this.lost = lost;
    this.random = random;
    at(0, this::tellOfWorkers);
  }

  void slowOneSlotDown(double times) {
    workers.get(0).slowOneDown(times);
  }

  /** Each way of an item or an answer takes anything between the two, in milliseconds. */
  void hopsTake(long least, long most) {
    leastHopMs = least;
    mostHopMs = most;
  }

  /** Lognormal around a mean as the estimate says. */
  static double lognormal(Random random, double seconds) {
    return seconds * Math.exp(0.5 * random.nextGaussian());
  }

  /** Asks for a chunk of a film that takes so long, and for which so much was estimated. */
  void request(long atMs, String tenant, int chunk, double seconds, double estimate) {
    request(atMs, tenant, chunk, seconds, estimate, 0);
  }

  /**
   * @param withinMs of the request; 0 for no deadline
   */
  void request(
      long atMs, String tenant, int chunk, double seconds, double estimate, long withinMs) {
    WorkItem.Builder asked =
        frames("render-" + tenant, "w" + unfinished.size()).toBuilder()
            .setTenant(tenant)
            .setOrder(RenderWork.playOrder(chunk))
            .setRequestedAt(Timestamps.fromMillis(atMs))
            .setCostSeconds(estimate);
    if (withinMs > 0) {
      asked.setDeadline(Timestamps.fromMillis(atMs + withinMs));
    }
    WorkItem item = asked.build();
    unfinished.put(item.getWorkId(), new Job(item, atMs, Math.round(1000 * seconds)));
    at(atMs, () -> learn(requested(item)));
  }

  /** Until every item is finished or given up. */
  void run() throws Exception {
    runUntil(Long.MAX_VALUE);
  }

  void runUntil(long end) throws Exception {
    while (!unfinished.isEmpty() && now < end) {
      long timer = Math.max(now + 1, pool.nextDue(now).orElse(Long.MAX_VALUE - 1));
      Event next = events.element().at() <= timer ? events.remove() : timer(timer);
      account(next.at());
      now = next.at();
      next.step().run();
      deliver();
      pull();
      mostOut = Math.max(mostOut, pool.load(now).outstanding());
    }
  }

  /** Slot time that passed idle while an item waited, in the pool or the topic, per busy time. */
  double idleShare() {
    return (double) idleMs / busyMs;
  }

  /** Mean of (finished - requested) / service time. */
  double slowdown(String tenant) {
    double[] sumAndCount = slowdowns.get(tenant);
    return sumAndCount[0] / sumAndCount[1];
  }

  int givenUp() {
    return out.givenUp.size();
  }

  /** When the last item was finished. */
  double seconds() {
    return now / 1000.0;
  }

  /** Slot time of items that were answered by their deadline, over all the slots' time. */
  double inTimeShare() {
    return (double) inTimeMs / (slots * now);
  }

  /** Slot time of second copies over that of all. */
  double copiesShare() {
    return (double) copiesMs / busyMs;
  }

  int mostOut() {
    return mostOut;
  }

  private void tellOfWorkers() throws Exception {
    for (SimulatedWorker worker : workers) {
      learn(heard(worker.name, worker.slots, now));
    }
    at(now + STATUS_EVERY_MS, this::tellOfWorkers);
  }

  private void learn(PoolNews news) throws Exception {
    pool.learn(news, now, out);
  }

  private Event timer(long time) {
    return new Event(time, 0, () -> pool.proceed(now, out));
  }

  /** What the pool has sent since reaches the topic and the workers. */
  private void deliver() {
    while (issuesRead < out.issued.size()) {
      WorkItem issued = out.issued.get(issuesRead++);
      if (random.nextDouble() >= lost) {
        at(now + hop(), () -> topic.add(issued));
      }
    }
    while (cancelsRead < out.canceled.size()) {
      String work = out.canceled.get(cancelsRead++).getWorkId();
      at(now + hop(), () -> cancel(work));
    }
    while (givenUpRead < out.givenUp.size()) {
      unfinished.remove(out.givenUp.get(givenUpRead++).getWorkId());
    }
  }

  private void pull() {
    while (!topic.isEmpty()) {
      String work = topic.element().getWorkId();
      workers.forEach(one -> one.ask(now));
      // Who holds one copy of an item hands the other back.
      SimulatedWorker worker =
          workers.stream()
              .filter(one -> one.asks() && !holds(one, work))
              .min(Comparator.comparingLong(SimulatedWorker::asksSince))
              .orElse(null);
      if (worker == null) {
        return;
      }
      worker.take(topic.remove(), now);
      start(worker);
    }
  }

  private boolean holds(SimulatedWorker worker, String work) {
    return Stream.concat(worker.ready.stream(), running.stream())
        .anyMatch(taken -> taken.worker == worker && taken.item.getWorkId().equals(work));
  }

  private void start(SimulatedWorker worker) {
    for (var next = worker.start(now); next != null; next = worker.start(now)) {
      SimulatedWorker.Taken taken = next;
      Job job = unfinished.get(taken.item.getWorkId());
      running.add(taken);
      long service = job == null ? 0 : Math.round(job.serviceMs() * taken.slowness);
      at(now + service, () -> finish(taken));
    }
  }

  private void finish(SimulatedWorker.Taken taken) {
    if (taken.canceled) {
      return;
    }
    end(taken);
    long answeredAt = now + hop();
    Job job = unfinished.remove(taken.item.getWorkId());
    if (job != null) {
      double[] sumAndCount =
          slowdowns.computeIfAbsent(job.item().getTenant(), tenant -> new double[2]);
      sumAndCount[0] += (double) (now - job.requestedAt()) / Math.max(1, job.serviceMs());
      sumAndCount[1]++;
      if (answeredAt <= Timestamps.toMillis(job.item().getDeadline())) {
        inTimeMs += now - taken.startedAt;
      }
    }
    WorkResult result = answer(taken);
    at(answeredAt, () -> learn(ToPool.answered(result)));
  }

  private void cancel(String work) {
    workers.forEach(worker -> worker.forget(work));
    for (SimulatedWorker.Taken taken : List.copyOf(running)) {
      if (taken.item.getWorkId().equals(work)) {
        taken.canceled = true;
        end(taken);
      }
    }
  }

  private void end(SimulatedWorker.Taken taken) {
    running.remove(taken);
    copiesMs += taken.item.getCopy() == 1 ? now - taken.startedAt : 0;
    taken.worker.end(taken);
    start(taken.worker);
  }

  private WorkResult answer(SimulatedWorker.Taken taken) {
    return SomeWork.done(taken.item).getAnswered().toBuilder()
        .setOutput(WorkOutput.getDefaultInstance())
        .setTimings(
            WorkTimings.newBuilder()
                .setStartedAt(Timestamps.fromMillis(taken.takenAt))
                .setFinishedAt(Timestamps.fromMillis(now))
                .setSlotWaitMs(taken.startedAt - taken.takenAt)
                .setModelMs(now - taken.startedAt))
        .build();
  }

  private void account(long until) {
    busyMs += running.size() * (until - now);
    idleMs +=
        Math.min(slots - running.size(), topic.size() + pool.load(now).queued()) * (until - now);
  }

  private long hop() {
    return leastHopMs == mostHopMs
        ? leastHopMs
        : leastHopMs + random.nextInt((int) (mostHopMs - leastHopMs));
  }

  private void at(long time, Step step) {
    events.add(new Event(time, turns++, step));
  }
}
