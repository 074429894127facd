package io.stillwake.jobs.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class AttemptsTest {

  @Test
  void restsGrowUpToAMinute() {
    assertThat(IntStream.range(1, Attempts.MAX).mapToLong(Attempts::restAfter))
        .containsExactly(1_000L, 4_000L, 16_000L, 60_000L);
  }
}
