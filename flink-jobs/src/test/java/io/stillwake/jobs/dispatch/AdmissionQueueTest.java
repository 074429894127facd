package io.stillwake.jobs.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.stillwake.proto.HeldWork;
import io.stillwake.proto.WorkClass;
import io.stillwake.proto.WorkItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AdmissionQueueTest {

  private final AdmissionQueue queue = new AdmissionQueue();
  private long arrivals;

  @Test
  void interactiveGoesAheadOfBatchOfAnyTenant() {
    add(item("r1", "batch").setWorkClass(WorkClass.WORK_CLASS_BATCH).setTenant("other"));
    add(item("r2", "interactive"));

    assertThat(works()).containsExactly("interactive", "batch");
  }

  @Test
  void firstItemsGoInPlayOrderAndTheRestLongestFirst() {
    add(item("r1", "six").setOrder(6).setCostSeconds(3));
    add(item("r1", "five").setOrder(5).setCostSeconds(1));
    add(item("r1", "seven").setOrder(7).setCostSeconds(9));
    add(item("r1", "one").setOrder(1).setCostSeconds(1));
    add(item("r1", "zero").setOrder(0).setCostSeconds(1));

    assertThat(works()).containsExactly("zero", "one", "seven", "six", "five");
  }

  @Test
  void equalItemsGoAsTheyCame() {
    for (int i = 0; i < 5; i++) {
      add(item("r1", "w" + i).setOrder(9));
    }

    assertThat(works()).containsExactly("w0", "w1", "w2", "w3", "w4");
  }

  @Test
  void whatWasTriedBeforeGoesFirst() {
    add(item("r1", "new"));
    add(item("r1", "again").setAttempt(2).setOrder(40));

    assertThat(works()).containsExactly("again", "new");
  }

  @Test
  void batchEndsOneRenderBeforeItBeginsTheNext() {
    for (String render : List.of("r2", "r1")) {
      for (int order : new int[] {0, 5}) {
        add(
            item(render, render + "-" + order)
                .setOrder(order)
                .setWorkClass(WorkClass.WORK_CLASS_BATCH));
      }
    }

    assertThat(works()).containsExactly("r1-0", "r1-5", "r2-0", "r2-5");
  }

  @Test
  void removedItemDoesNotComeOut() {
    add(item("r1", "w1"));
    add(item("r1", "w2"));

    queue.remove(new ItemKey("r1", "w1"));

    assertThat(works()).containsExactly("w2");
  }

  private static WorkItem.Builder item(String render, String work) {
    return SomeWork.item(render, work).toBuilder();
  }

  private void add(WorkItem.Builder item) {
    queue.add(Waiting.of(HeldWork.newBuilder().setItem(item).setArrival(arrivals++).build()));
  }

  private List<String> works() {
    List<String> works = new ArrayList<>();
    for (Optional<Waiting> next = queue.poll(); next.isPresent(); next = queue.poll()) {
      works.add(next.get().key().work());
    }
    return works;
  }
}
