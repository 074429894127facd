package io.stillwake.jobs.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.stillwake.jobs.work.RenderWork;
import io.stillwake.proto.HeldWork;
import io.stillwake.proto.WorkClass;
import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AdmissionQueueTest {

  private static final long BEGAN = 1_000_000;

  private final AdmissionQueue queue = new AdmissionQueue(TenantWeights.EQUAL);
  private long arrivals;

  @Test
  void interactiveGoesAheadOfBatchOfAnyTenant() {
    add(item("r1", "batch").setWorkClass(WorkClass.WORK_CLASS_BATCH).setTenant("other"));
    add(item("r2", "interactive"));

    assertThat(works()).containsExactly("interactive", "batch");
  }

  @Test
  void batchGetsATenthOfTheSlotSecondsWhileInteractiveWorkWaits() {
    for (int i = 0; i < 1000; i++) {
      add(item("r1", "watched-" + i).setCostSeconds(2));
      add(item("r2", "batch-" + i).setCostSeconds(2).setWorkClass(WorkClass.WORK_CLASS_BATCH));
    }

    List<String> first = works(500);

    assertThat(first.stream().filter(work -> work.startsWith("batch")).count()).isBetween(49L, 51L);
  }

  @Test
  void firstChunksGoInPlayOrderAndTheRestLongestFirst() {
    add(chunk(6).setCostSeconds(3));
    add(chunk(5).setCostSeconds(1));
    add(chunk(7).setCostSeconds(9));
    add(chunk(1).setCostSeconds(1));
    add(chunk(0).setCostSeconds(1));

    assertThat(works()).containsExactly("c0", "c1", "c7", "c6", "c5");
  }

  @Test
  void decodeGoesBeforeEveryChunk() {
    add(chunk(0));
    add(item("r1", "decode").setKind(WorkKind.WORK_KIND_DECODE).setOrder(400));

    assertThat(works()).containsExactly("decode", "c0");
  }

  @Test
  void firstChunksOfALaterRenderOvertakeTheRestOfAnEarlierOne() {
    add(chunk(9).setRenderId("r1").setCostSeconds(3600), BEGAN);
    add(chunk(0).setRenderId("r2"), BEGAN + 2_000);

    assertThat(works()).containsExactly("c0", "c9");
  }

  @Test
  void nothingIsOvertakenByWhatIsAskedForHalfAMinuteLater() {
    add(chunk(0).setRenderId("r2"), BEGAN + 30_000);
    add(chunk(9).setRenderId("r1").setCostSeconds(0.01), BEGAN);

    assertThat(works()).containsExactly("c9", "c0");
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
    add(chunk(0));
    add(item("r1", "again").setAttempt(2).setOrder(40));

    assertThat(works()).containsExactly("again", "c0");
  }

  @Test
  void batchEndsOneRenderBeforeItBeginsTheNext() {
    for (int i = 0; i < 2; i++) {
      for (int chunk : new int[] {9, 0}) {
        add(
            chunk(chunk)
                .setRenderId("r" + i)
                .setWorkId("r" + i + "-" + chunk)
                .setWorkClass(WorkClass.WORK_CLASS_BATCH),
            BEGAN - i);
      }
    }

    assertThat(works()).containsExactly("r1-0", "r1-9", "r0-0", "r0-9");
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

  private static WorkItem.Builder chunk(int index) {
    return item("r1", "c" + index).setOrder(RenderWork.playOrder(16 * index)).setFrameCount(16);
  }

  private void add(WorkItem.Builder item) {
    add(item, BEGAN);
  }

  private void add(WorkItem.Builder item, long began) {
    HeldWork held = HeldWork.newBuilder().setItem(item).setArrival(arrivals++).build();
    HeldRender render = new HeldRender(held.getItem(), began, 0);
    queue.add(
        Waiting.of(ItemKey.of(held.getItem()), held, CostEstimates.asked(held.getItem()), render));
  }

  private List<String> works() {
    return works(Integer.MAX_VALUE);
  }

  private List<String> works(int most) {
    List<String> works = new ArrayList<>();
    while (works.size() < most) {
      Optional<Waiting> next = queue.peek();
      if (next.isEmpty()) {
        break;
      }
      queue.remove(next.get().key());
      queue.charge(next.get().workClass(), next.get().tenant(), next.get().cost());
      works.add(next.get().key().work());
    }
    return works;
  }
}
