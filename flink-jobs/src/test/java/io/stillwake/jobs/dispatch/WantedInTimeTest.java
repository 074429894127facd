package io.stillwake.jobs.dispatch;

import static io.stillwake.jobs.dispatch.SomeWork.done;
import static io.stillwake.jobs.dispatch.SomeWork.failed;
import static io.stillwake.jobs.dispatch.SomeWork.failedForGood;
import static io.stillwake.jobs.dispatch.SomeWork.frames;
import static io.stillwake.jobs.dispatch.SomeWork.heard;
import static io.stillwake.jobs.dispatch.SomeWork.requested;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Timestamps;
import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkResult;
import io.stillwake.proto.WorkTimings;
import org.junit.jupiter.api.Test;

final class WantedInTimeTest extends OnePool {

  @Test
  void whatCanBeDoneInTimeIsIssued() throws Exception {
    learn(heard("worker", 1, now));
    learn(requested(wanted("w", 1_000)));

    assertThat(out.works()).containsExactly("w");
  }

  @Test
  void whatCannotBeDoneInTimeIsGivenUpOnceAndForGood() throws Exception {
    learn(heard("worker", 1, now));
    learn(requested(wanted("w", 999)));
    now += 10_000;
    pool.proceed(now, out);

    assertThat(out.issued).isEmpty();
    assertThat(out.givenUp)
        .singleElement()
        .satisfies(
            result -> {
              assertThat(result.getFailure().getCode()).isEqualTo("deadline_passed");
              assertThat(result.getFailure().getFinal()).isTrue();
              assertThat(result.getWorkId()).isEqualTo("w");
            });
    assertThat(out.buried).isEmpty();
  }

  @Test
  void waitBehindWhatIsOutCounts() throws Exception {
    learn(heard("worker", 1, now));
    learn(requested(frames("r", "first").toBuilder().setCostSeconds(5).build()));
    learn(requested(wanted("w", 5_999)));

    assertThat(out.givenUp).hasSize(1);
  }

  @Test
  void whoWaitsForASlotIsOnTheWayMeanwhile() throws Exception {
    learnWay(2_000);
    learn(requested(frames("r", "first").toBuilder().setCostSeconds(5).build()));
    learn(requested(wanted("w", 6_000)));

    assertThat(out.works()).endsWith("first", "w");
  }

  @Test
  void whatMayBeLateLeavesItsSlotToOthers() throws Exception {
    learn(requested(wanted("tight", 1_099)));
    learn(requested(wanted("loose", 10_000)));
    learn(heard("worker", 1, now));

    assertThat(out.givenUp).extracting(WorkResult::getWorkId).containsExactly("tight");
    assertThat(out.works()).containsExactly("loose");
  }

  @Test
  void whatMayBeLateIsIssuedWhereNothingElseWaits() throws Exception {
    learn(requested(wanted("tight", 1_099)));
    learn(heard("worker", 1, now));

    assertThat(out.works()).containsExactly("tight");
  }

  @Test
  void timerGivesUpWhatWaitsBeyondItsDeadline() throws Exception {
    learn(requested(wanted("w", 5_000)));
    while (out.givenUp.isEmpty()) {
      now = pool.nextDue(now).orElseThrow();
      pool.proceed(now, out);
    }

    assertThat(now).isEqualTo(1_005_000);
    assertThat(pool.load(now).queued()).isZero();
  }

  @Test
  void timerGivesUpWhatRestsBeyondItsDeadline() throws Exception {
    learn(heard("worker", 1, now));
    learn(requested(wanted("w", 5_000)));
    learn(failed(out.last(), "model_unavailable"));
    openPool();
    now += 5_000;
    pool.proceed(now, out);

    assertThat(out.givenUp).hasSize(1);
  }

  @Test
  void whatIsOutIsNotGivenUp() throws Exception {
    learn(heard("worker", 1, now));
    learn(requested(wanted("w", 5_000)));
    now += 5_000;
    pool.proceed(now, out);
    learn(done(out.last()));

    assertThat(out.givenUp).isEmpty();
  }

  @Test
  void workerThatFoundItTooLateMakesNoDeadLetter() throws Exception {
    learn(heard("worker", 1, now));
    learn(requested(wanted("w", 5_000)));
    learn(failedForGood(out.last(), "deadline_passed"));

    assertThat(out.buried).isEmpty();
  }

  /** From one item that took this long beside its run of a second. */
  private void learnWay(long millis) throws Exception {
    learn(heard("worker", 1, now));
    learn(requested(frames("r", "measured")));
    now += 1_000 + millis;
    learn(
        ToPool.answered(
            done(out.last(), 1).getAnswered().toBuilder()
                .setTimings(
                    WorkTimings.newBuilder()
                        .setModelMs(1_000)
                        .setFinishedAt(Timestamps.fromMillis(1_000)))
                .build()));
  }

  private WorkItem wanted(String work, long withinMs) {
    return frames("r", work).toBuilder().setDeadline(Timestamps.fromMillis(now + withinMs)).build();
  }
}
