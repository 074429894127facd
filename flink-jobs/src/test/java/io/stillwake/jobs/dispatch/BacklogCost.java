package io.stillwake.jobs.dispatch;

import com.google.protobuf.util.Timestamps;
import io.stillwake.jobs.work.RenderWork;
import io.stillwake.proto.PoolNews;
import io.stillwake.proto.WorkItem;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;

/**
 * Run by hand: prints what an item costs the dispatcher's decisions, in microseconds of CPU from
 * its request to its answer, while so many wait. State is a map in memory, without serialization.
 *
 * <pre>
 *   mvn -q -Dquick -pl flink-jobs -am test-compile
 *   java -Xmx4g -cp ... io.stillwake.jobs.dispatch.BacklogCost 8 1000 8 1000 8 1000000
 * </pre>
 */
final class BacklogCost {

  private static final int MEASURED = 100_000;
  private static final int TENANTS = 100;
  private static final int CHUNKS = 20;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final SentOut out = new SentOut();
  private final Pool pool =
      new Pool(SomeWork.POOL, new MapPoolStore(), TenantWeights.EQUAL, List.of(), 0);
  private final int slots;
  private long now = 1_000_000;
  private int asked;
  private int answered;
  private long heardAt;

  private BacklogCost(int slots) throws Exception {
    this.slots = slots;
  }

  /** {@code SLOTS BACKLOG}, one run for each pair. */
  public static void main(String[] args) throws Exception {
    for (int i = 0; i + 1 < args.length; i += 2) {
      int backlog = Integer.parseInt(args[i + 1]);
      BacklogCost run = new BacklogCost(Integer.parseInt(args[i]));
      run.fill(backlog);
      System.out.printf(
          "slots %s, backlog %,d: %.2f us an item%n", args[i], backlog, run.measure());
    }
  }

  private void fill(int backlog) throws Exception {
    for (int i = 0; i < backlog; i++) {
      ask();
    }
    hear();
  }

  /** One more comes for each that is done. */
  private double measure() throws Exception {
    for (int i = 0; i < MEASURED / 4; i++) {
      step();
    }
    long before = THREADS.getCurrentThreadCpuTime();
    for (int i = 0; i < MEASURED; i++) {
      step();
    }
    return (THREADS.getCurrentThreadCpuTime() - before) / 1000.0 / MEASURED;
  }

  private void step() throws Exception {
    now += 1;
    if (now - heardAt > 5_000) {
      hear();
    }
    ask();
    learn(SomeWork.done(out.issued.get(answered++), 1));
    while (pool.nextDue(now).orElse(Long.MAX_VALUE) <= now) {
      pool.proceed(now, out);
    }
    if (answered > 10_000) {
      out.issued.subList(0, answered).clear();
      out.told.clear();
      answered = 0;
    }
  }

  private void hear() throws Exception {
    heardAt = now;
    learn(SomeWork.heard("worker", slots, now));
  }

  private void ask() throws Exception {
    int render = asked / CHUNKS;
    int chunk = asked % CHUNKS;
    WorkItem item =
        SomeWork.frames("render-" + render, "work-" + asked).toBuilder()
            .setTenant("tenant-" + render % TENANTS)
            .setRequestedAt(Timestamps.fromMillis(now))
            .setFrameCount(16)
            .setOrder(RenderWork.playOrder(16 * chunk))
            .setCostSeconds(1 + asked * 7 % 13)
            .build();
    asked++;
    learn(SomeWork.requested(item));
  }

  private void learn(PoolNews news) throws Exception {
    pool.learn(news, now, out);
  }
}
