package io.stillwake.ingest.status;

import io.stillwake.proto.RenderProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/**
 * What is ahead of a render that goes on.
 *
 * @param queue null where nothing of it waits
 * @param end when it is likely to end; null where nobody can say
 */
public record Outlook(QueuePlace queue, Instant end) {

  static final Outlook NONE = new Outlook(null, null);

  /** A year: no estimate is that good. */
  private static final double LONGEST_SECONDS = 365 * 86_400;

  /**
   * As its jobs tell.
   *
   * @param slots of the pool that it waited for last; 0 where that is not known
   */
  static Outlook of(Collection<RenderProgress> newestOfEachJob, int slots) {
    Optional<RenderProgress> waiting =
        newestOfEachJob.stream().filter(RenderProgress::hasQueue).findFirst();
    return new Outlook(
        waiting.map(RenderProgress::getQueue).map(QueuePlace::of).orElse(null),
        end(newestOfEachJob, waiting, slots).orElse(null));
  }

  /**
   * The wait that is ahead, then the work: its longest chain, or all of it shared out over the
   * slots where that takes longer. Empty where nobody is alive to do it, where no job says how much
   * it is, and where that is beyond all reason.
   */
  private static Optional<Instant> end(
      Collection<RenderProgress> jobs, Optional<RenderProgress> waiting, int slots) {
    double seconds = jobs.stream().mapToDouble(RenderProgress::getRemainingSeconds).sum();
    double chain = jobs.stream().mapToDouble(RenderProgress::getRemainingChainSeconds).sum();
    boolean served = waiting.map(job -> QueuePlace.isServed(job.getQueue())).orElse(true);
    int ahead = waiting.map(job -> job.getQueue().getRendersAhead()).orElse(0);
    double wait = waiting.map(job -> job.getQueue().getWaitSeconds()).orElse(0.0);
    double work = slots > 0 ? Math.max(chain, seconds / fairPart(slots, ahead)) : chain;
    boolean told = seconds > 0 && wait + work < LONGEST_SECONDS;
    if (!served || !told) {
      return Optional.empty();
    }
    Instant newest = newest(jobs);
    Instant begin =
        waiting
            .map(job -> after(Times.instant(job.getAt()), wait))
            .filter(newest::isBefore)
            .orElse(newest);
    return Optional.of(after(begin, work));
  }

  /** A job that has done its part tells when that was: the other goes on from there. */
  private static Instant newest(Collection<RenderProgress> jobs) {
    return jobs.stream()
        .filter(job -> job.hasSpent() || job.getRemainingSeconds() > 0)
        .map(job -> Times.instant(job.getAt()))
        .max(Instant::compareTo)
        .orElseThrow();
  }

  /**
   * How many slots the render will have: those before it in the queue want their part of them too,
   * but one it has when it is its turn.
   */
  private static double fairPart(int slots, int rendersAhead) {
    return Math.max(1, slots / (1.0 + rendersAhead));
  }

  private static Instant after(Instant begin, double seconds) {
    return begin.plus(Duration.ofMillis(Math.round(seconds * 1000)));
  }
}
