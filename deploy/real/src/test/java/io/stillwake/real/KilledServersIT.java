package io.stillwake.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.stillwake.local.StackClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * SIGKILL of any server during ten renders: it is started again, as a kubelet would, and nothing
 * else is done about it.
 */
@ExtendWith(RunningStack.class)
class KilledServersIT {

  /** Calls that can be running when a server dies: two on each of two Tritons. */
  private static final int UNDER_WAY = 4;

  @ParameterizedTest
  @ValueSource(strings = {"worker-1", "taskmanager-1", "jobmanager", "kafka", "minio"})
  void tenRendersEndOnceEachAndNoFinishedChunkIsMadeAgain(
      String victim, RealStack stack, StackClient client) throws Exception {
    long before = Counted.successes(stack, "reference-frames");
    TenRenders renders = TenRenders.underWay(client);

    stack.kept(victim).kill();

    renders.assertEndedWellAndOnce();
    assertThat(Counted.successes(stack, "reference-frames") - before)
        .isBetween((long) renders.chunks(), (long) renders.chunks() + UNDER_WAY);
  }

  /** Its own count ends with it, so the announced results alone tell. */
  @Test
  void tenRendersSurviveATritonThatIsKilledInACall(RealStack stack, StackClient client)
      throws Exception {
    TenRenders renders = TenRenders.underWay(client);

    stack.kept("triton-1").kill();

    renders.assertEndedWellAndOnce();
  }
}
