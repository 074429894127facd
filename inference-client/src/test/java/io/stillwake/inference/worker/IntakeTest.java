package io.stillwake.inference.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class IntakeTest {

  private static final Duration SETTLED = Duration.ofMillis(200);

  private Duration now = Duration.ofDays(1);

  @Test
  void asksForNoMoreThanCanRunAtOnce() throws Exception {
    Intake intake = intake(2, 4);
    intake.ask("batch");
    intake.ask("batch");
    assertThat(intake.mayAsk("batch")).isFalse();

    intake.took("batch");
    assertThat(intake.mayAsk("batch")).isFalse();

    intake.ended();
    assertThat(intake.mayAsk("batch")).isTrue();
  }

  @Test
  void asksForEachTopicAsIfTheOtherWereEmpty() throws Exception {
    Intake intake = intake(1, 3);

    intake.ask("interactive");

    assertThat(intake.mayAsk("interactive")).isFalse();
    assertThat(intake.mayAsk("batch")).isTrue();
  }

  @Test
  void asksAheadOnceAllSlotsHaveBeenTakenForAWhile() throws Exception {
    Intake intake = intake(1, 2);
    take(intake);
    assertThat(intake.mayAsk("batch")).isFalse();

    now = now.plus(SETTLED);

    assertThat(intake.mayAsk("batch")).isTrue();
    intake.ask("batch");
    assertThat(intake.mayAsk("batch")).isFalse();
  }

  @Test
  void theMomentBetweenTwoItemsIsNoRest() throws Exception {
    Intake intake = intake(1, 2);
    take(intake);
    now = now.plus(SETTLED.dividedBy(2));
    intake.ended();
    now = now.plusMillis(5);
    take(intake);

    now = now.plus(SETTLED.dividedBy(2));

    assertThat(intake.mayAsk("batch")).isTrue();
  }

  @Test
  void aRestStartsAnew() throws Exception {
    Intake intake = intake(1, 2);
    take(intake);
    now = now.plus(SETTLED);
    intake.ended();
    now = now.plus(SETTLED);

    take(intake);

    assertThat(intake.mayAsk("batch")).isFalse();
  }

  @Test
  void asksForNothingAfterItWasClosed() throws Exception {
    Intake intake = intake(1, 2);
    intake.ask("batch");
    CompletableFuture<Boolean> waiting =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return intake.ask("batch");
              } catch (InterruptedException e) {
                throw new CompletionException(e);
              }
            });

    intake.close();

    await().untilAsserted(() -> assertThat(waiting).isCompletedWithValue(false));
  }

  @Test
  void asksForNothingWhileItIsPaused() throws Exception {
    Intake intake = intake(1, 2);

    intake.pause();
    assertThat(intake.ask("batch")).isFalse();
    assertThat(intake.isOpen()).isFalse();

    intake.resume();
    assertThat(intake.awaitOpen()).isTrue();
    assertThat(intake.ask("batch")).isTrue();
  }

  @Test
  void whatIsClosedIsNotResumed() throws Exception {
    Intake intake = intake(1, 2);
    intake.close();

    intake.resume();

    assertThat(intake.awaitOpen()).isFalse();
  }

  private Intake intake(int slots, int most) {
    return new Intake(slots, most, SETTLED, () -> now.toNanos());
  }

  private static void take(Intake intake) throws InterruptedException {
    intake.ask("batch");
    intake.took("batch");
  }
}
