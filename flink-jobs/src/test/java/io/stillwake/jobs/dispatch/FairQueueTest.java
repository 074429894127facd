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

  private final FairQueue queue =
      new FairQueue(new TenantWeights(Map.of("heavy", 3.0, "light", 0.5)));
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
  void tenantThatWasAwayIsServedItsHeadStartAhead() {
    queue.headStart(16);
    addMany("steady", 1000, 1);
    pollMany(500);
    addMany("small", 16, 1);
    addMany("heavy", 100, 1);

    assertThat(servedBy(pollMany(32))).isEqualTo(Map.of("small", 16.0, "heavy", 16.0));
    assertThat(servedBy(pollMany(40)).get("steady")).isCloseTo(10, within(1.0));
  }

  /** Who comes and goes gets no more than who stays, but for one head start. */
  @Test
  void headStartIsEarnedByStayingAway() {
    queue.headStart(16);
    addMany("steady", 10_000, 1);
    pollMany(500);

    double served = 0;
    for (int i = 0; i < 100; i++) {
      addMany("returning", 10, 1);
      served += servedBy(pollMany(10)).getOrDefault("returning", 0.0);
      // Many others come and go, so that whoever can be forgotten is.
      addMany("other-" + i, 1, 0.001);
      pollMany(1);
    }

    assertThat(served).isBetween(490.0, 530.0);
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
        case 2 -> polled.addAll(pollMany(1));
        default -> {
          expected.removeAll(polled);
          if (!expected.isEmpty()) {
            queue.remove(expected.remove(random.nextInt(expected.size())));
          }
        }
      }
    }
    expected.removeAll(polled);

    assertThat(pollMany(expected.size())).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(queue.peek()).isEmpty();
  }

  @Test
  void tenantsThatWaitGetSlotSecondsByTheirWeights() {
    addMany("heavy", 1000, 2);
    addMany("plain", 1000, 5);
    addMany("light", 1000, 1);

    Map<String, Double> served = servedBy(pollMany(600));

    double share = served.get("plain");
    assertThat(served.get("heavy")).isCloseTo(3 * share, within(15.0));
    assertThat(served.get("light")).isCloseTo(share / 2, within(5.0));
  }

  @Test
  void whatWasChargedTooLittleIsPaidLater() {
    addMany("lucky", 1000, 1);
    addMany("other", 1000, 1);
    pollMany(2);

    queue.charge("lucky", 20);

    assertThat(servedBy(pollMany(20))).containsOnlyKeys("other");
  }

  @Test
  void whatWasChargedTooMuchIsGivenBack() {
    addMany("unlucky", 1000, 20);
    addMany("other", 1000, 1);
    pollMany(21);

    queue.charge("unlucky", -19);

    assertThat(pollMany(1).get(0).tenant()).isEqualTo("unlucky");
  }

  /** Both serve each tenant its share, give or take one item of each and one quantum. */
  @RepeatedTest(5)
  void serviceIsThatOfDeficitRoundRobin(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    TenantWeights weights = new TenantWeights(Map.of("heavy", 3.0, "light", 0.5));
    DeficitRoundRobin other = new DeficitRoundRobin(weights);
    for (int i = 0; i < 3000; i++) {
      for (String tenant : List.of("heavy", "plain", "light")) {
        other.add(add(tenant, random.nextDouble() * 10));
      }
    }

    Map<String, Double> ours = new HashMap<>();
    Map<String, Double> theirs = new HashMap<>();
    for (int i = 0; i < 3000; i++) {
      pollMany(1).forEach(next -> ours.merge(next.tenant(), next.cost(), Double::sum));
      Waiting next = other.poll();
      theirs.merge(next.tenant(), next.cost(), Double::sum);
    }

    for (String tenant : ours.keySet()) {
      double share = ours.get("plain") * weights.of(tenant);
      assertThat(ours.get(tenant)).isCloseTo(share, within(10 + 10 * weights.of(tenant)));
      assertThat(theirs.get(tenant)).isCloseTo(ours.get(tenant), within(60.0));
    }
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
      Optional<Waiting> next = queue.peek();
      next.ifPresent(
          item -> {
            queue.remove(item);
            queue.charge(item.tenant(), item.cost());
            polled.add(item);
          });
    }
    return polled;
  }

  private static Map<String, Double> servedBy(List<Waiting> polled) {
    Map<String, Double> served = new HashMap<>();
    polled.forEach(waiting -> served.merge(waiting.tenant(), waiting.cost(), Double::sum));
    return served;
  }
}
