package io.stillwake.jobs;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class JobsMainTest {

  @Test
  void optionThatDoesNotExistIsRefusedByName() {
    assertThatThrownBy(() -> JobsMain.main(new String[] {"--kafak", "127.0.0.1:9092"}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[kafak]")
        .hasMessageContaining("kafka");
  }
}
