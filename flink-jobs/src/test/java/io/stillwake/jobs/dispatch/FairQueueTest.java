package io.stillwake.jobs.dispatch;

import static io.stillwake.jobs.dispatch.SomeWork.waiting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

final class FairQueueTest {

  private final FairQueue queue = new FairQueue(Waiting.SOONEST_SEEN);
  private long arrivals;

  @Test
  void tenantThatComesLateToAFloodGoesNext() {
    addMany("flood", 1000, 1);
    pollMany(100);
    Waiting small = add("small", 1);

    assertThat(pollMany(2)).contains(small);
  }

  @Test
  void tenantsThatWaitGetEqualSlotSecondsWhateverTheirItemsCost() {
    addMany("long", 1000, 30);
    addMany("short", 10_000, 1);

    Map<String, Double> served = servedBy(pollMany(3100));

    assertThat(served.get("long")).isCloseTo(served.get("short"), within(31.0));
  }

  @Test
  void tenantThatWasAwayHasSavedNothingUp() {
    addMany("steady", 1000, 1);
    pollMany(500);
    addMany("returned", 1000, 1);

    Map<String, Double> served = servedBy(pollMany(100));

    assertThat(served.get("steady")).isCloseTo(50, within(1.0));
  }

  @Test
  void tenantThatComesBackAtOnceHasNotLostItsDebt() {
    addMany("steady", 1000, 1);
    add("greedy", 100);
    pollMany(2);
    add("greedy", 100);

    assertThat(servedBy(pollMany(99))).containsOnlyKeys("steady");
  }

  @RepeatedTest(20)
  void whatIsAddedComesOutOnceUnlessItIsRemoved(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    List<Waiting> expected = new ArrayList<>();
    List<Waiting> polled = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      switch (random.nextInt(4)) {
        case 0, 1 -> expected.add(add("tenant-" + random.nextInt(5), random.nextDouble() * 10));
        case 2 -> queue.poll().ifPresent(polled::add);
        default -> {
          expected.removeAll(polled);
          if (!expected.isEmpty()) {
            queue.remove(expected.remove(random.nextInt(expected.size())));
          }
        }
      }
    }
    expected.removeAll(polled);

    assertThat(queue.size()).isEqualTo(expected.size());
    assertThat(pollMany(expected.size())).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(queue.poll()).isEmpty();
  }

  @Test
  void costThatIsNoNumberStopsNobody() {
    add("broken", Double.NaN);
    add("broken", Double.NEGATIVE_INFINITY);
    add("broken", Double.POSITIVE_INFINITY);
    addMany("other", 10, 1);

    assertThat(servedBy(pollMany(13))).containsOnlyKeys("broken", "other");
  }

  private Waiting add(String tenant, double cost) {
    Waiting waiting = waiting(tenant, cost, arrivals++);
    queue.add(waiting);
    return waiting;
  }

  private void addMany(String tenant, int count, double cost) {
    for (int i = 0; i < count; i++) {
      add(tenant, cost);
    }
  }

  private List<Waiting> pollMany(int count) {
    List<Waiting> polled = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Optional<Waiting> next = queue.poll();
      next.ifPresent(polled::add);
    }
    return polled;
  }

  private static Map<String, Double> servedBy(List<Waiting> polled) {
    Map<String, Double> served = new HashMap<>();
    polled.forEach(waiting -> served.merge(waiting.tenant(), waiting.cost(), Double::sum));
    return served;
  }
}
