package io.stillwake.jobs.dispatch;

import static io.stillwake.jobs.dispatch.SomeWork.done;
import static io.stillwake.jobs.dispatch.SomeWork.heard;
import static io.stillwake.jobs.dispatch.SomeWork.item;
import static io.stillwake.jobs.dispatch.SomeWork.requested;

import io.stillwake.proto.PoolNews;
import io.stillwake.proto.WorkItem;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;

/**
 * A pool beside a simulated topic and slots that pull from it, in virtual time. News takes 10 ms to
 * reach the pool; workers tell of themselves every 5 s.
 */
final class SimulatedPool {

  private static final long HOP_MS = 10;
  private static final long STATUS_EVERY_MS = 5_000;

  private interface Step {
    void run() throws Exception;
  }

  private record Event(long at, long turn, Step step) {}

  private record Job(String tenant, long requestedAt, long serviceMs) {}

  private final int slots;
  private final double lost;
  private final Random random;
  private final SentOut out = new SentOut();
  private final Pool pool = new Pool(SomeWork.POOL, new MapPoolStore(), TenantWeights.EQUAL, 0);
  private final Queue<WorkItem> topic = new ArrayDeque<>();
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::turn));
  private final Map<String, Job> unfinished = new HashMap<>();
  private final Map<String, double[]> slowdowns = new HashMap<>();
  private long now;
  private long turns;
  private int busy;
  private int read;
  private long idleMs;
  private long busyMs;

  /**
   * @param lost share of the records that no worker ever answers
   */
  SimulatedPool(int slots, double lost, Random random) throws Exception {
    this.slots = slots;
    this.lost = lost;
    this.random = random;
    at(0, this::tellOfWorkers);
  }

  /** Asks for an item of lognormal service time around {@code seconds}, as the estimate says. */
  void request(long atMs, String tenant, double seconds) {
    String work = "w" + turns;
    long serviceMs = Math.round(1000 * seconds * Math.exp(0.5 * random.nextGaussian()));
    WorkItem asked =
        item("render-" + tenant, work).toBuilder()
            .setTenant(tenant)
            .setOrder(9)
            .setCostSeconds(seconds)
            .build();
    unfinished.put(work, new Job(tenant, atMs, serviceMs));
    at(atMs, () -> learn(requested(asked)));
  }

  /** Until every item is finished. */
  void run() throws Exception {
    while (!unfinished.isEmpty()) {
      Event next = events.remove();
      account(next.at());
      now = next.at();
      next.step().run();
      pull();
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

  private void tellOfWorkers() throws Exception {
    learn(heard("worker", slots, now));
    at(now + STATUS_EVERY_MS, this::tellOfWorkers);
  }

  private void learn(PoolNews news) throws Exception {
    pool.learn(news, now, out);
    while (read < out.issued.size()) {
      WorkItem issued = out.issued.get(read++);
      if (random.nextDouble() >= lost) {
        topic.add(issued);
      }
    }
  }

  private void pull() {
    while (busy < slots && !topic.isEmpty()) {
      WorkItem item = topic.remove();
      Job job = unfinished.get(item.getWorkId());
      busy++;
      at(now + (job == null ? 0 : job.serviceMs()), () -> finish(item));
    }
  }

  private void finish(WorkItem item) {
    busy--;
    Job job = unfinished.remove(item.getWorkId());
    if (job != null) {
      double[] sumAndCount = slowdowns.computeIfAbsent(job.tenant(), tenant -> new double[2]);
      sumAndCount[0] += (double) (now - job.requestedAt()) / Math.max(1, job.serviceMs());
      sumAndCount[1]++;
    }
    at(now + HOP_MS, () -> learn(done(item)));
  }

  private void account(long until) {
    busyMs += busy * (until - now);
    idleMs += Math.min(slots - busy, topic.size() + pool.load(now).queued()) * (until - now);
  }

  private void at(long time, Step step) {
    events.add(new Event(time, turns++, step));
  }
}
