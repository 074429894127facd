package io.stillwake.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stillwake.proto.WorkClass;
import org.junit.jupiter.api.Test;

class TopicsTest {

  @Test
  void namesWhatWorkersPullFromInTheOrderTheyPullIt() {
    assertThat(Topics.work("cpu")).containsExactly("work.cpu.interactive", "work.cpu.batch");
    assertThat(Topics.workers("cpu")).isEqualTo("workers.cpu");
  }

  @Test
  void refusesWorkWithoutAClass() {
    assertThatThrownBy(() -> Topics.work("cpu", WorkClass.WORK_CLASS_UNSPECIFIED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("interactive or batch");
  }

  @Test
  void namesEachTopicOnce() {
    assertThat(Topics.fixed()).hasSize(10).doesNotHaveDuplicates();
  }
}
