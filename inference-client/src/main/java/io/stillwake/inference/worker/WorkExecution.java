package io.stillwake.inference.worker;

import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkOutput;
import io.stillwake.proto.WorkResult;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of one item. The order is the promise: an output is looked up before it is made,
 * created once with its result as a note, after all that goes with it, published before it is
 * announced, and announced before the queue may forget the item. So wherever a worker dies, the
 * next one goes on from there.
 */
final class WorkExecution {

  private static final Logger log = LoggerFactory.getLogger(WorkExecution.class);

  /** What the queue is told. */
  enum Verdict {
    /** Announced, or wanted by nobody: the queue may forget it. */
    DONE,
    /** Neither; another worker shall have it. */
    HAND_BACK
  }

  private final String worker;
  private final Attempt.Bench bench;
  private final HeldItems items;
  private final Announcer announcer;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Turns turns = new Turns();

  WorkExecution(
      String worker,
      Attempt.Bench bench,
      HeldItems items,
      Announcer announcer,
      InstantSource clock,
      RandomGenerator random) {
    this.worker = worker;
    this.bench = bench;
    this.items = items;
    this.announcer = announcer;
    this.clock = clock;
    this.random = random;
  }

  /**
   * @param place what the item takes up here; the caller's to close
   */
  Verdict execute(WorkItem item, Intake.Place place) throws InterruptedException {
    Stopwatch stopwatch = new Stopwatch(item, clock);
    try (Held held = items.hold(item, place);
        Turns.Turn ignored = turns.take(held)) {
      held.stopIfLate();
      Attempt attempt = new Attempt(held, uniqueName(item), bench, stopwatch);
      return announce(item, output(item, attempt));
    } catch (WorkStopped e) {
      return stopped(item, e);
    }
  }

  private Verdict stopped(WorkItem item, WorkStopped end) throws InterruptedException {
    if (end instanceof WorkFailed failure) {
      log.warn(
          "work failed render={} work={} kind={} attempt={} code={} final={} message={}",
          item.getRenderId(),
          item.getWorkId(),
          item.getKind(),
          item.getAttempt(),
          failure.code(),
          failure.isForGood(),
          failure.getMessage());
      return announce(item, result(item).setFailure(failure.toProto()).build());
    }
    log.info(
        "work stopped render={} work={} kind={} attempt={} reason={}",
        item.getRenderId(),
        item.getWorkId(),
        item.getKind(),
        item.getAttempt(),
        end.getMessage());
    return end instanceof WorkCanceled ? Verdict.DONE : Verdict.HAND_BACK;
  }

  private WorkResult output(WorkItem item, Attempt attempt)
      throws WorkStopped, InterruptedException {
    try {
      attempt.stopIfUnwanted();
      Work work = Work.of(item);
      if (!work.callsModels()) {
        attempt.needsNoSlot();
      }
      Optional<WorkResult> earlier = work.isRepeatable() ? attempt.made() : Optional.empty();
      WorkResult made = earlier.isPresent() ? reused(item, earlier.get()) : made(work, attempt);
      attempt.stopIfUnwanted();
      return made.toBuilder().setOutput(work.publish(made.getOutput(), attempt)).build();
    } catch (RuntimeException e) {
      log.error("work broke render={} work={}", item.getRenderId(), item.getWorkId(), e);
      throw WorkFailed.forNow(WorkFailed.INTERNAL, "work: " + e, e);
    }
  }

  private WorkResult made(Work work, Attempt attempt) throws WorkStopped, InterruptedException {
    WorkOutput output;
    try {
      output = work.perform(attempt);
    } catch (WorkMade e) {
      return reused(attempt.item(), e.result());
    }
    WorkResult result =
        result(attempt.item()).setTimings(attempt.timings()).setOutput(output).build();
    if (work.isRepeatable()) {
      WorkResult committed = attempt.commit(result);
      if (!committed.equals(result)) {
        return reused(attempt.item(), committed);
      }
    }
    return result.toBuilder().setTimings(attempt.timings()).build();
  }

  /**
   * The same output for another item; timings and worker stay those of the attempt that made it.
   */
  private static WorkResult reused(WorkItem item, WorkResult earlier) {
    return earlier.toBuilder()
        .setRenderId(item.getRenderId())
        .setAttempt(item.getAttempt())
        .setCopy(item.getCopy())
        .setPool(item.getPool())
        .setTraceparent(item.getTraceparent())
        .setOutput(earlier.getOutput().toBuilder().setReused(true))
        .build();
  }

  private Verdict announce(WorkItem item, WorkResult result) throws InterruptedException {
    try {
      announcer.announce(result);
      log.info(
          "work announced render={} work={} kind={} attempt={} tenant={} reused={}",
          item.getRenderId(),
          item.getWorkId(),
          item.getKind(),
          item.getAttempt(),
          item.getTenant(),
          result.getOutput().getReused());
      return Verdict.DONE;
    } catch (IOException e) {
      log.error("work not announced render={} work={}", item.getRenderId(), item.getWorkId(), e);
      return Verdict.HAND_BACK;
    }
  }

  private WorkResult.Builder result(WorkItem item) {
    return WorkResult.newBuilder()
        .setWorkId(item.getWorkId())
        .setRenderId(item.getRenderId())
        .setTenant(item.getTenant())
        .setKind(item.getKind())
        .setPool(item.getPool())
        .setAttempt(item.getAttempt())
        .setCopy(item.getCopy())
        .setWorker(worker)
        .setTraceparent(item.getTraceparent());
  }

  private String uniqueName(WorkItem item) {
    return item.getAttempt()
        + "-"
        + worker
        + "-"
        + HexFormat.of().toHexDigits(random.nextLong()).substring(8);
  }
}
