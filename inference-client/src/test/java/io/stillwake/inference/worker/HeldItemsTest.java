package io.stillwake.inference.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stillwake.proto.WorkItem;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HeldItemsTest {

  private Instant now = Instant.parse("2026-11-23T00:00:00Z");
  private final HeldItems items = new HeldItems(() -> now, 2, Duration.ofMinutes(10));

  @Test
  void itemsThatComeAfterTheNewsAreCanceled() {
    items.cancel("a");

    assertThat(isCanceled("a")).isTrue();
    assertThat(isCanceled("b")).isFalse();
  }

  @Test
  void itemsThatAreHeldAreToldOfTheNews() {
    Held held = hold(item("a", "1"));

    items.cancel("a");

    assertThat(held.cancellation().isCanceled()).isTrue();
    assertThatThrownBy(() -> held.stopIfUnwanted(null)).isInstanceOf(WorkCanceled.class);
  }

  @Test
  void newsIsForgottenAfterItsTime() {
    items.cancel("a");

    now = now.plus(Duration.ofMinutes(11));

    assertThat(isCanceled("a")).isFalse();
  }

  @Test
  void theOldestNewsMakesRoom() {
    items.cancel("a");
    items.cancel("b");

    items.cancel("c");

    assertThat(isCanceled("a")).isFalse();
    assertThat(isCanceled("b")).isTrue();
    assertThat(isCanceled("c")).isTrue();
  }

  @Test
  void newsOfOneItemConcernsWhatIsHeldOfItNow() {
    Held first = hold(item("a", "1"));
    Held copy = hold(item("a", "1").toBuilder().setCopy(1).build());
    Held other = hold(item("a", "2"));
    Held ofAnother = hold(item("b", "1"));

    items.cancel("a", "1");

    assertThat(first.cancellation().isCanceled()).isTrue();
    assertThat(copy.cancellation().isCanceled()).isTrue();
    assertThat(other.cancellation().isCanceled()).isFalse();
    assertThat(ofAnother.cancellation().isCanceled()).isFalse();
    assertThat(hold(item("a", "1")).cancellation().isCanceled()).isFalse();
  }

  @Test
  void theEndHandsBackWhatHasNotBegunAndWhatComesLater() throws Exception {
    Held waiting = hold(item("a", "1"));
    Held begun = hold(item("a", "2"));
    begun.begin();

    items.end();

    assertThatThrownBy(() -> waiting.stopIfUnwanted(null)).isInstanceOf(WorkerRetired.class);
    assertThatThrownBy(waiting::begin).isInstanceOf(WorkerRetired.class);
    assertThat(begun.cancellation().isCanceled()).isFalse();
    assertThat(hold(item("a", "3")).cancellation().isCanceled()).isTrue();
  }

  @Test
  void whatIsBothCanceledAndHandedBackIsWantedByNobody() {
    Held held = hold(item("a", "1"));
    items.end();

    items.cancel("a");

    assertThatThrownBy(() -> held.stopIfUnwanted(null)).isInstanceOf(WorkCanceled.class);
  }

  private boolean isCanceled(String render) {
    try (Held held = hold(item(render, "1"))) {
      return held.cancellation().isCanceled();
    }
  }

  private Held hold(WorkItem item) {
    return items.hold(item, Bench.NOWHERE);
  }

  private static WorkItem item(String render, String work) {
    return WorkItem.newBuilder().setRenderId(render).setWorkId(work).build();
  }
}
