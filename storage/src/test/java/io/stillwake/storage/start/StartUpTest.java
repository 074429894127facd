package io.stillwake.storage.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StartUpTest {

  private final List<String> told = new ArrayList<>();
  private final StartUp startUp =
      new StartUp(Duration.ofSeconds(30), Duration.ofMillis(1), told::add);

  @Test
  void saysWhatItWaitsForAtEachTry() throws Exception {
    Iterator<String> reasons = List.of("connection refused", "still loading").iterator();

    String answer =
        startUp.await(
            "Kafka at x:9092",
            () -> {
              if (reasons.hasNext()) {
                throw new NotYetException(reasons.next(), null);
              }
              return "there";
            });

    assertThat(answer).isEqualTo("there");
    assertThat(told)
        .containsExactly(
            "waiting for Kafka at x:9092: connection refused (retry in 0 s)",
            "waiting for Kafka at x:9092: still loading (retry in 0 s)");
  }

  @Test
  void givesUpWhenItsPatienceEnds() {
    StartUp impatient = new StartUp(Duration.ofMillis(20), Duration.ofMillis(5), told::add);

    assertThatThrownBy(
            () ->
                impatient.await(
                    "Triton at x:8001",
                    () -> {
                      throw NotYetException.because(
                          new IllegalStateException("outer", new IOException("refused")));
                    }))
        .isInstanceOfSatisfying(
            StartRefused.class, refused -> assertThat(refused.exitStatus()).isEqualTo(1))
        .hasMessageContainingAll("Triton at x:8001", "refused", "STILLWAKE_START_PATIENCE");
  }

  @Test
  void doesNotWaitForWhatIsWrong() {
    assertThatThrownBy(
            () ->
                startUp.await(
                    "the store",
                    () -> {
                      throw StartRefused.wrong("bucket 'uploads'");
                    }))
        .isInstanceOfSatisfying(
            StartRefused.class, refused -> assertThat(refused.exitStatus()).isEqualTo(2))
        .hasMessage("bucket 'uploads'");
    assertThat(told).isEmpty();
  }

  @Test
  void refusesSettingsInTheirOwnWords() {
    assertThatThrownBy(
            () ->
                StartUp.configured(
                    () ->
                        StartUp.fromEnvironment(
                            Map.of("STILLWAKE_START_PATIENCE", "5 minutes"), told::add)))
        .isInstanceOf(StartRefused.class)
        .hasMessageContainingAll("STILLWAKE_START_PATIENCE", "'5 minutes'", "PT5M");
  }
}
