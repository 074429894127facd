package io.stillwake.inference.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CanceledRendersTest {

  private Instant now = Instant.parse("2026-11-23T00:00:00Z");
  private final CanceledRenders renders = new CanceledRenders(() -> now, 2, Duration.ofMinutes(10));

  @Test
  void itemsThatComeAfterTheNewsAreCanceled() {
    renders.cancel("a");

    assertThat(isCanceled("a")).isTrue();
    assertThat(isCanceled("b")).isFalse();
  }

  @Test
  void itemsThatRunAreToldOfTheNews() {
    try (CanceledRenders.Watch watch = renders.watch("a")) {
      renders.cancel("a");

      assertThat(watch.cancellation().isCanceled()).isTrue();
    }
  }

  @Test
  void newsIsForgottenAfterItsTime() {
    renders.cancel("a");

    now = now.plus(Duration.ofMinutes(11));

    assertThat(isCanceled("a")).isFalse();
  }

  @Test
  void theOldestNewsMakesRoom() {
    renders.cancel("a");
    renders.cancel("b");

    renders.cancel("c");

    assertThat(isCanceled("a")).isFalse();
    assertThat(isCanceled("b")).isTrue();
    assertThat(isCanceled("c")).isTrue();
  }

  private boolean isCanceled(String render) {
    try (CanceledRenders.Watch watch = renders.watch(render)) {
      return watch.cancellation().isCanceled();
    }
  }
}
