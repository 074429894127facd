package io.stillwake.bench.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ServiceTimesTest {

  @Test
  void theSameWorkTakesTheSameTimeEverywhere() {
    ServiceTimes times = new ServiceTimes(200, 0.5, 1);

    assertThat(times.nanos("m", "w1"))
        .isEqualTo(new ServiceTimes(200, 0.5, 1).nanos("m", "w1"))
        .isNotEqualTo(times.nanos("m", "w2"))
        .isNotEqualTo(times.nanos("n", "w1"))
        .isNotEqualTo(new ServiceTimes(200, 0.5, 2).nanos("m", "w1"));
  }

  @Test
  void timesHaveTheMeanAndTheSpreadThatWereAsked() {
    ServiceTimes times = new ServiceTimes(200, 0.5, 1);
    double[] millis =
        IntStream.range(0, 100_000).mapToDouble(i -> times.nanos("m", "w" + i) / 1e6).toArray();

    double mean = IntStream.range(0, millis.length).mapToDouble(i -> millis[i]).average().orElse(0);
    double meanLog =
        IntStream.range(0, millis.length).mapToDouble(i -> Math.log(millis[i])).average().orElse(0);
    double spread =
        IntStream.range(0, millis.length)
            .mapToDouble(i -> Math.pow(Math.log(millis[i]) - meanLog, 2))
            .average()
            .orElse(0);
    assertThat(mean).isCloseTo(200, within(2.0));
    assertThat(Math.sqrt(spread)).isCloseTo(0.5, within(0.01));
  }

  @Test
  void withoutSpreadEveryCallTakesTheMean() {
    assertThat(new ServiceTimes(20, 0, 1).nanos("m", "w1")).isEqualTo(20_000_000);
  }

  @Test
  void aNegativeMeanIsRefused() {
    assertThatThrownBy(() -> new ServiceTimes(-1, 0, 1))
        .hasMessage("mean-ms: -1.0 (expected: 0 or more milliseconds)");
  }
}
