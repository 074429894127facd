package io.stillwake.inference.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class IntakeTest {

  private static final Duration NEVER = Duration.ofDays(1);

  @Test
  void asksForNoMoreThanCanRunAtOnce() throws Exception {
    Intake intake = new Intake(2, 4, NEVER);
    assertThat(intake.ask("batch")).isTrue();
    assertThat(intake.ask("batch")).isTrue();

    CompletableFuture<Boolean> third = ask(intake);

    assertThat(third).isNotDone();
    intake.took("batch");
    assertThat(third).isNotDone();
    intake.ended();
    await().untilAsserted(() -> assertThat(third).isCompletedWithValue(true));
  }

  @Test
  void eachTopicIsAskedAsIfTheOtherWereEmpty() throws Exception {
    Intake intake = new Intake(1, 3, NEVER);

    assertThat(intake.ask("interactive")).isTrue();
    assertThat(intake.ask("batch")).isTrue();
  }

  @Test
  void asksAheadOnceAllSlotsHaveBeenTakenForAWhile() throws Exception {
    Intake intake = new Intake(1, 2, Duration.ofMillis(20));
    intake.ask("batch");
    intake.took("batch");

    assertThat(intake.ask("batch")).isTrue();

    intake.took("batch");
    assertThat(ask(intake)).isNotDone();
  }

  @Test
  void asksForNothingAfterItWasClosed() throws Exception {
    Intake intake = new Intake(1, 2, NEVER);
    intake.ask("batch");
    CompletableFuture<Boolean> waiting = ask(intake);

    intake.close();

    await().untilAsserted(() -> assertThat(waiting).isCompletedWithValue(false));
  }

  private static CompletableFuture<Boolean> ask(Intake intake) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return intake.ask("batch");
          } catch (InterruptedException e) {
            throw new CompletionException(e);
          }
        });
  }
}
