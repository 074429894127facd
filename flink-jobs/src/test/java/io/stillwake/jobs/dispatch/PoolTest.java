package io.stillwake.jobs.dispatch;

import static io.stillwake.jobs.dispatch.SomeWork.done;
import static io.stillwake.jobs.dispatch.SomeWork.dropped;
import static io.stillwake.jobs.dispatch.SomeWork.failed;
import static io.stillwake.jobs.dispatch.SomeWork.failedForGood;
import static io.stillwake.jobs.dispatch.SomeWork.frames;
import static io.stillwake.jobs.dispatch.SomeWork.heard;
import static io.stillwake.jobs.dispatch.SomeWork.item;
import static io.stillwake.jobs.dispatch.SomeWork.requested;
import static io.stillwake.jobs.dispatch.SomeWork.reused;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Timestamps;
import io.stillwake.jobs.work.RenderWork;
import io.stillwake.proto.DeadLetter;
import io.stillwake.proto.FramesTask;
import io.stillwake.proto.ModelCall;
import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkKind;
import io.stillwake.proto.WorkRequest;
import io.stillwake.proto.WorkResult;
import io.stillwake.proto.WorkTimings;
import org.junit.jupiter.api.Test;

final class PoolTest extends OnePool {

  private static final long MINUTE = 60_000;

  @Test
  void workWaitsUntilAWorkerIsAlive() throws Exception {
    learn(requested(item("r", "w")));
    assertThat(out.issued).isEmpty();
    assertLoad(1, 0, 0, 0);

    learn(heard("worker", 1, now));

    assertThat(out.works()).containsExactly("w");
  }

  @Test
  void noMoreIsOutThanTheCreditsAllow() throws Exception {
    learn(heard("worker", 2, now));
    for (int i = 0; i < 10; i++) {
      learn(requested(item("r", "w" + i)));
    }
    assertThat(out.issued).hasSize(3);

    learn(done(out.issued.get(0)));

    assertThat(out.issued).hasSize(4);
  }

  @Test
  void slotsOfAWorkerThatRetiresAreGoneAtOnce() throws Exception {
    learn(heard("well", 1, now));
    learn(heard("sick", 2, now));
    assertThat(pool.load(now).slots()).isEqualTo(3);

    learn(heard("sick", 0, now));

    assertThat(pool.load(now).slots()).isEqualTo(1);
  }

  @Test
  void itemThatIsHeldIsNotTakenTwice() throws Exception {
    learn(heard("worker", 4, now));
    learn(requested(item("r", "w")));
    learn(requested(item("r", "w")));

    assertThat(out.works()).containsExactly("w");
  }

  @Test
  void twoRendersWithTheSameWorkAreBothServed() throws Exception {
    learn(heard("worker", 4, now));
    learn(requested(item("r1", "w")));
    learn(requested(item("r2", "w")));

    assertThat(out.works()).containsExactly("w", "w");
  }

  @Test
  void itemThatWasAnsweredIsIssuedAgainWhenRequestedAgain() throws Exception {
    learn(heard("worker", 4, now));
    learn(requested(item("r", "w")));
    learn(done(out.last()));
    learn(requested(item("r", "w")));

    assertThat(out.attempts()).containsExactly(1, 1);
  }

  @Test
  void answerTakesAQueuedItemOutToo() throws Exception {
    learn(requested(item("r", "w")));
    learn(done(item("r", "w")));
    learn(heard("worker", 1, now));

    assertThat(out.issued).isEmpty();
  }

  @Test
  void failedAttemptRestsAndIsIssuedAgain() throws Exception {
    learn(heard("worker", 1, now));
    learn(requested(item("r", "w")));
    learn(failed(out.last(), "model_unavailable"));
    assertLoad(0, 1, 0, 1);

    passWithWorkerAlive(Attempts.restAfter(1));

    assertThat(out.attempts()).containsExactly(1, 2);
  }

  @Test
  void unansweredAttemptIsIssuedAgainAtItsDeadline() throws Exception {
    learn(requested(item("r", "w").toBuilder().setCostSeconds(10).build()));
    learn(heard("worker", 1, now));
    passWithWorkerAlive(200_000 - 1);
    assertThat(out.attempts()).containsExactly(1);

    passWithWorkerAlive(1);

    assertThat(out.attempts()).containsExactly(1, 2);
  }

  @Test
  void attemptIsNotCountedWhileNobodyIsThereToAnswer() throws Exception {
    learn(heard("worker", 1, now));
    learn(requested(item("r", "w")));
    for (int minute = 0; minute < 100; minute++) {
      now += MINUTE;
      pool.proceed(now, out);
    }
    learn(heard("worker", 1, now));

    assertThat(out.attempts()).containsExactly(1);
    assertThat(out.givenUp).isEmpty();
  }

  @Test
  void failureOfAReplacedAttemptIsIgnored() throws Exception {
    learn(heard("worker", 1, now));
    learn(requested(item("r", "w")));
    passWithWorkerAlive(MINUTE);
    learn(failed(out.issued.get(0), "model_unavailable"));

    assertThat(out.attempts()).containsExactly(1, 2);
    assertLoad(0, 0, 1, 1);
  }

  @Test
  void outputOfAReplacedAttemptEndsTheItem() throws Exception {
    learn(heard("worker", 1, now));
    learn(requested(item("r", "w")));
    passWithWorkerAlive(MINUTE);
    learn(done(out.issued.get(0)));

    assertLoad(0, 0, 0, 1);
  }

  @Test
  void itemIsGivenUpAfterFiveAttemptsWithTheLastReason() throws Exception {
    learn(heard("worker", 1, now));
    learn(requested(item("r", "w")));
    for (int attempt = 1; attempt <= 5; attempt++) {
      learn(failed(out.last(), attempt == 5 ? "store_unavailable" : "model_unavailable"));
      passWithWorkerAlive(Attempts.restAfter(attempt));
    }

    assertThat(out.attempts()).containsExactly(1, 2, 3, 4, 5);
    WorkResult givenUp = out.givenUp.get(0);
    assertThat(givenUp.getFailure().getFinal()).isTrue();
    assertThat(givenUp.getFailure().getCode()).isEqualTo("store_unavailable");
    assertThat(givenUp.getRenderId()).isEqualTo("r");
    assertThat(givenUp.getWorkId()).isEqualTo("w");
    assertLoad(0, 0, 0, 1);
  }

  /** One slot, a chunk of 95 slot-seconds in it on a GPU five times as slow, a decode behind it. */
  @Test
  void aCheapItemBehindACostlyOneIsNotIssuedAnewBeforeItsTurn() throws Exception {
    learn(heard("worker", 1, now));
    learn(requested(item("r", "chunk").toBuilder().setCostSeconds(95).build()));
    learn(requested(item("r", "decode").toBuilder().setCostSeconds(4).build()));
    for (int minute = 0; minute < 8; minute++) {
      passWithWorkerAlive(MINUTE);
    }

    assertThat(out.issued).hasSize(2);
    assertThat(out.attempts()).containsOnly(1);
  }

  @Test
  void itemThatNobodyEverAnswersExpires() throws Exception {
    learn(heard("worker", 1, now));
    learn(requested(item("r", "w")));
    for (int attempt = 1; attempt <= 5; attempt++) {
      passWithWorkerAlive(MINUTE);
    }

    assertThat(out.givenUp)
        .extracting(result -> result.getFailure().getCode())
        .containsExactly("work_expired");
    assertThat(out.givenUp.get(0).getFailure().getMessage())
        .endsWith("no answer (expected: within 60 s of its issue)");
  }

  @Test
  void deadLetterHoldsTheRequestToIssueAgain() throws Exception {
    learn(heard("worker", 1, now));
    learn(requested(item("r", "w")));
    learn(failedForGood(out.last(), "model_rejected"));

    DeadLetter letter = out.buried.get(0);
    assertThat(letter.getError().getCode()).isEqualTo("model_rejected");
    assertThat(WorkRequest.parseFrom(letter.getPayload()))
        .isEqualTo(WorkRequest.newBuilder().setRenderId("r").setWork(item("r", "w")).build());
    assertThat(out.givenUp).as("the worker has announced it already").isEmpty();
  }

  @Test
  void lookThatFoundNothingIsNoDeadLetter() throws Exception {
    learn(heard("worker", 1, now));
    learn(requested(item("r", "w").toBuilder().setKind(WorkKind.WORK_KIND_FIND).build()));
    learn(failedForGood(out.last(), "upload_missing"));

    assertThat(out.buried).isEmpty();
    assertLoad(0, 0, 0, 1);
  }

  @Test
  void dropFreesTheCreditsAndTheQueueAndStopsTheWorkers() throws Exception {
    learn(heard("worker", 1, now));
    for (int i = 0; i < 5; i++) {
      learn(requested(item("dropped", "w" + i)));
    }
    learn(requested(item("other", "w")));
    learn(dropped("dropped"));

    assertThat(out.works()).containsExactly("w0", "w1", "w");
    assertThat(out.canceled).extracting(cancel -> cancel.getRenderId()).containsExactly("dropped");
    assertLoad(0, 0, 1, 1);
  }

  @Test
  void lateRequestOfADroppedRenderIsNotTaken() throws Exception {
    learn(heard("worker", 1, now));
    learn(dropped("r"));
    learn(requested(item("r", "w")));

    assertThat(out.issued).isEmpty();
  }

  @Test
  void restoredPoolGoesOnWhereItWas() throws Exception {
    learn(heard("worker", 1, now));
    for (int i = 0; i < 5; i++) {
      learn(requested(item("r", "w" + i)));
    }
    learn(failed(out.issued.get(0), "model_unavailable"));

    openPool();

    assertLoad(2, 1, 2, 0);
    learn(heard("worker", 1, now));
    learn(done(out.issued.get(1)));
    assertThat(out.works()).containsExactly("w0", "w1", "w2", "w3");
  }

  @Test
  void attemptSaysWhenItWasIssued() throws Exception {
    learn(heard("worker", 1, now));
    learn(requested(item("r", "w")));

    assertThat(out.last().getIssuedAt()).isEqualTo(Timestamps.fromMillis(now));
  }

  /** The estimates are far too low at first; what was measured is paid all the same. */
  @Test
  void tenantGainsNothingByAWrongEstimate() throws Exception {
    learn(heard("worker", 1, now));
    for (int i = 0; i < 100; i++) {
      learn(requested(ofTenant("dear", "dear-" + i, 0.1)));
      learn(requested(ofTenant("cheap", "cheap-" + i, 1)));
    }
    int dear = 0;
    for (int i = 0; i < 60; i++) {
      WorkItem next = out.issued.get(i);
      boolean isDear = next.getTenant().equals("dear");
      dear += isDear ? 1 : 0;
      learn(done(next, isDear ? 5 : 1));
    }

    assertThat(dear).isBetween(9, 12);
  }

  @Test
  void whatWasFoundCostsItsTenantNothing() throws Exception {
    learn(heard("worker", 1, now));
    for (int i = 0; i < 40; i++) {
      learn(requested(ofTenant("reuses", "a" + i, 10)));
      learn(requested(ofTenant("makes", "b" + i, 10)));
    }
    for (int i = 0; i < 40; i++) {
      WorkItem next = out.issued.get(i);
      learn(next.getTenant().equals("reuses") ? reused(next, 10) : done(next, 10));
    }

    assertThat(out.issued.stream().filter(item -> item.getTenant().equals("reuses")).count())
        .isGreaterThanOrEqualTo(38);
  }

  @Test
  void longestOfABurstStartsFirstThoughItComesLast() throws Exception {
    learn(heard("worker", 1, now));
    learn(requested(lateChunk("short", 1)));
    learn(requested(lateChunk("long", 9)));
    assertThat(out.issued).isEmpty();

    now = pool.nextDue(now).orElseThrow();
    pool.proceed(now, out);

    assertThat(now).isEqualTo(1_000_010);
    assertThat(out.works()).containsExactly("long", "short");
  }

  @Test
  void firstChunksWaitForNobody() throws Exception {
    learn(heard("worker", 2, now));
    learn(requested(lateChunk("late", 1)));
    learn(requested(item("r", "first")));

    assertThat(out.works()).containsExactly("first");
  }

  private static WorkItem lateChunk(String work, double cost) {
    return item("r", work).toBuilder()
        .setOrder(RenderWork.playOrder(100))
        .setCostSeconds(cost)
        .build();
  }

  /** What is out now is still to be paid, or all of the next would be the tenant's. */
  @Test
  void failureOfAReplacedAttemptGivesNothingBack() throws Exception {
    learn(heard("worker", 1, now));
    learn(requested(ofTenant("lucky", "a", 100)));
    passWithWorkerAlive(33 * MINUTE + 20_000);
    WorkItem expired = out.issued.get(0);
    for (int i = 0; i < 20; i++) {
      learn(requested(ofTenant("lucky", "a" + i, 10)));
      learn(requested(ofTenant("other", "b" + i, 10)));
    }
    for (int i = 0; i < 5; i++) {
      learn(
          ToPool.answered(
              failed(expired, "model_unavailable").getAnswered().toBuilder()
                  .setTimings(WorkTimings.getDefaultInstance())
                  .build()));
    }
    for (int i = 2; i < 10; i++) {
      learn(done(out.issued.get(i), 10));
    }

    assertThat(out.issued.subList(4, 10)).extracting(WorkItem::getTenant).contains("other");
  }

  private void assertLoad(int queued, int postponed, int outstanding, int slots) {
    assertThat(pool.load(now))
        .extracting(PoolLoad::queued, PoolLoad::postponed, PoolLoad::outstanding, PoolLoad::slots)
        .containsExactly(queued, postponed, outstanding, slots);
  }

  private static WorkItem ofTenant(String tenant, String work, double cost) {
    return frames("render-" + tenant, work).toBuilder()
        .setTenant(tenant)
        .setFrames(
            FramesTask.newBuilder().setCall(ModelCall.newBuilder().setModel("for " + tenant)))
        .setCostSeconds(cost)
        .build();
  }

  private void passWithWorkerAlive(long millis) throws Exception {
    long end = now + millis;
    while (now < end) {
      now = Math.min(end, now + LiveWorkers.SILENCE_MS / 3);
      learn(heard("worker", 1, now));
    }
  }
}
