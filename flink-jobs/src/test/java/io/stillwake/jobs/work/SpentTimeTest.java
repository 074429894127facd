package io.stillwake.jobs.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.stillwake.proto.WorkFailure;
import io.stillwake.proto.WorkOutput;
import io.stillwake.proto.WorkResult;
import io.stillwake.proto.WorkTimings;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SpentTimeTest {

  private static final WorkTimings EACH_ANOTHER =
      WorkTimings.newBuilder()
          .setQueuedMs(1)
          .setHandedOverMs(2)
          .setFetchMs(4)
          .setSlotWaitMs(8)
          .setModelMs(16)
          .setCodecMs(32)
          .setStoreMs(64)
          .build();

  private static final WorkResult MADE =
      WorkResult.newBuilder()
          .setTimings(EACH_ANOTHER)
          .setOutput(WorkOutput.getDefaultInstance())
          .build();

  @Test
  void everyPartIsAddedUpForItself() {
    assertThat(SpentTime.of(List.of(MADE, MADE)))
        .isEqualTo(
            WorkTimings.newBuilder()
                .setQueuedMs(2)
                .setHandedOverMs(4)
                .setFetchMs(8)
                .setSlotWaitMs(16)
                .setModelMs(32)
                .setCodecMs(64)
                .setStoreMs(128)
                .build());
  }

  @Test
  void whatWasThereAlreadyCostsNothing() {
    WorkResult.Builder reused = MADE.toBuilder();
    reused.getOutputBuilder().setReused(true);

    assertThat(SpentTime.of(List.of(reused.build(), MADE))).isEqualTo(EACH_ANOTHER);
  }

  @Test
  void whatFailedAddsNothing() {
    WorkResult failed = MADE.toBuilder().setFailure(WorkFailure.getDefaultInstance()).build();

    assertThat(SpentTime.of(List.of(MADE, failed))).isEqualTo(EACH_ANOTHER);
  }
}
