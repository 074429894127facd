package io.stillwake.jobs.dispatch;

import static io.stillwake.jobs.dispatch.SomeWork.done;
import static io.stillwake.jobs.dispatch.SomeWork.failed;
import static io.stillwake.jobs.dispatch.SomeWork.failedForGood;
import static io.stillwake.jobs.dispatch.SomeWork.frames;
import static io.stillwake.jobs.dispatch.SomeWork.heard;
import static io.stillwake.jobs.dispatch.SomeWork.item;
import static io.stillwake.jobs.dispatch.SomeWork.requested;
import static org.assertj.core.api.Assertions.assertThat;

import io.stillwake.proto.WorkCancellation;
import io.stillwake.proto.WorkItem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SecondCopiesTest extends OnePool {

  @BeforeEach
  void measure() throws Exception {
    learn(heard("worker", 2, now));
    for (int i = 0; i < 3; i++) {
      learn(requested(frames("measured", "m" + i)));
      learn(done(out.last(), 1));
    }
    out.issued.clear();
  }

  @Test
  void whatWasNeverMeasuredIsNotKnownToBeLate() throws Exception {
    learn(requested(item("r", "prepare")));
    pass(20_000);
    learn(requested(SomeWork.frames("r", "w", "another model")));
    pass(20_000);

    assertThat(out.issued).extracting(WorkItem::getCopy).containsOnly(0);
  }

  @Test
  void whatProvesToTakeLongerIsLateLater() throws Exception {
    learn(requested(frames("r", "w")));
    for (int i = 0; i < 40; i++) {
      learn(requested(frames("r", "slower" + i)));
      learn(done(out.last(), 5));
    }
    pass(9_000);
    long early = copies();
    pass(4_000);

    assertThat(early).isZero();
    assertThat(copies()).isEqualTo(1);
  }

  @Test
  void noneIsSentWhileSlotsAreBusy() throws Exception {
    learn(requested(frames("r", "w1")));
    learn(requested(frames("r", "w2")));
    pass(10_000);

    assertThat(out.issued).extracting(WorkItem::getCopy).containsOnly(0);
  }

  @Test
  void itemGetsOneAtMost() throws Exception {
    sendTwoCopies();
    learn(heard("another", 5, now));
    pass(10_000);

    assertThat(out.issued).extracting(WorkItem::getCopy).containsExactly(0, 1);
  }

  @Test
  void firstAnswerWinsAndStopsTheOther() throws Exception {
    sendTwoCopies();
    learn(done(out.issued.get(1)));
    learn(done(out.issued.get(0)));

    assertThat(out.canceled).extracting(WorkCancellation::getWorkId).containsExactly("w");
    assertThat(out.canceled).extracting(WorkCancellation::getRenderId).containsExactly("r");
    assertThat(pool.load(now).outstanding()).isZero();
  }

  @Test
  void failureOfOneIsNoFailedAttempt() throws Exception {
    sendTwoCopies();
    learn(failed(out.issued.get(1), "model_unavailable"));
    learn(failed(out.issued.get(1), "model_unavailable"));
    assertThat(pool.load(now).outstanding()).isEqualTo(1);
    assertThat(pool.load(now).postponed()).isZero();

    learn(done(out.issued.get(0)));

    assertThat(pool.load(now).outstanding()).isZero();
    assertThat(out.canceled).isEmpty();
  }

  @Test
  void failureOfBothIsAFailedAttempt() throws Exception {
    sendTwoCopies();
    learn(failed(out.issued.get(0), "model_unavailable"));
    openPool();
    learn(heard("worker", 2, now));
    learn(failed(out.issued.get(1), "model_unavailable"));
    assertThat(pool.load(now).postponed()).isEqualTo(1);

    pass(Attempts.restAfter(1));

    assertThat(out.last().getAttempt()).isEqualTo(2);
    assertThat(out.last().getCopy()).isZero();
  }

  @Test
  void finalFailureOfOneStopsTheOther() throws Exception {
    sendTwoCopies();
    learn(failedForGood(out.issued.get(0), "invalid_output"));

    assertThat(out.canceled).extracting(WorkCancellation::getWorkId).containsExactly("w");
    assertThat(pool.load(now).outstanding()).isZero();
  }

  @Test
  void shareOfTheSlotSecondsIsKept() throws Exception {
    for (int i = 0; i < 1000; i++) {
      learn(requested(frames("r", "w" + i)));
      pass(10_000);
      learn(done(out.last()));
    }

    assertThat(copies()).isBetween(31L, 34L);
  }

  private long copies() {
    return out.issued.stream().filter(item -> item.getCopy() == 1).count();
  }

  private void sendTwoCopies() throws Exception {
    learn(requested(frames("r", "w")));
    pass(2_000);
  }

  private void pass(long millis) throws Exception {
    now += millis;
    learn(heard("worker", 2, now));
  }
}
