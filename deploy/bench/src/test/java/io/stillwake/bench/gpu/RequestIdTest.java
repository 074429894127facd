package io.stillwake.bench.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestIdTest {

  @ParameterizedTest
  @CsvSource({
    "abc/2, abc, 2, 0",
    "abc/2/1, abc, 2, 1",
    "abc, abc, 1, 0",
    "abc/x, abc, 0, 0",
    "abc/2/, abc, 2, 0",
    "'', '', 1, 0"
  })
  void saysWorkAttemptAndCopy(String text, String work, int attempt, int copy) {
    assertThat(RequestId.parse(text)).isEqualTo(new RequestId(text, work, attempt, copy));
  }
}
