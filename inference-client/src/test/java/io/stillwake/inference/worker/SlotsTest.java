package io.stillwake.inference.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.util.Timestamps;
import io.stillwake.proto.WorkClass;
import io.stillwake.proto.WorkItem;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SlotsTest {

  private volatile Duration now = Duration.ofDays(1);
  private final HeldItems items = new HeldItems(InstantSource.system(), 10, Duration.ofMinutes(1));
  private final Slots slots = new Slots(1, () -> now.toNanos());
  private final List<String> served = new CopyOnWriteArrayList<>();

  @BeforeEach
  void callsAreLong() throws Exception {
    learn(Duration.ofMinutes(1));
  }

  @Test
  void begunBeforeFreshInteractiveBeforeBatchThenPlayOrder() throws Exception {
    Slots.Slot slot = slots.acquire(caller(WorkClass.WORK_CLASS_BATCH, 0, 0));
    queue("batch first", caller(WorkClass.WORK_CLASS_BATCH, 0, 0));
    queue("interactive third", caller(WorkClass.WORK_CLASS_INTERACTIVE, 3, 0));
    queue("interactive second", caller(WorkClass.WORK_CLASS_INTERACTIVE, 2, 0));
    queue("batch begun", caller(WorkClass.WORK_CLASS_BATCH, 9, 1));

    slot.close();

    awaitServed("batch begun", "interactive second", "interactive third", "batch first");
  }

  @Test
  void batchWorkThatHasWaitedForLongGoesAheadOfNewInteractiveWork() throws Exception {
    Slots.Slot slot = slots.acquire(caller(WorkClass.WORK_CLASS_BATCH, 0, 0));
    queue("interactive", issued(WorkClass.WORK_CLASS_INTERACTIVE, 10_000, 0));
    queue("batch", issued(WorkClass.WORK_CLASS_BATCH, 0, 7));

    slot.close();

    awaitServed("batch", "interactive");
  }

  /** Play order says nothing of whose turn it is between two renders, or two tenants. */
  @Test
  void whatWasIssuedFirstGoesFirstWhateverItsPlaceInItsFilm() throws Exception {
    Slots.Slot slot = slots.acquire(anyone());
    queue("early in the next film", issued(WorkClass.WORK_CLASS_INTERACTIVE, 1, 0));
    queue("late in the film", issued(WorkClass.WORK_CLASS_INTERACTIVE, 0, 5_000));

    slot.close();

    awaitServed("late in the film", "early in the next film");
  }

  @Test
  void tellsHowLongASlotIsHeld() throws Exception {
    double first = new Slots(1, () -> now.toNanos()).meanHold();
    learn(Duration.ofMillis(20));

    assertThat(first).isEqualTo(Duration.ofSeconds(5).toNanos());
    assertThat(slots.meanHold()).isCloseTo(Duration.ofMillis(20).toNanos(), withinPercentage(1));
  }

  @Test
  void shortCallsAreSentBeforeASlotIsFree() throws Exception {
    learn(Duration.ofMillis(100));
    Slots.Slot runs = slots.acquire(anyone());

    Slots.Slot ahead = slots.acquire(anyone());
    queue("third", anyone());
    now = now.plusMillis(30);
    runs.close();
    now = now.plusMillis(100);

    awaitServed("third");
    assertThat(ahead.waitedAtServer(true)).isEqualTo(Duration.ofMillis(30).toNanos());
  }

  @Test
  void moreAreSentAheadTheShorterTheCallsAre() throws Exception {
    Slots four = new Slots(4, () -> now.toNanos());
    learn(four, Duration.ofMillis(20));

    for (int i = 0; i < 7; i++) {
      four.acquire(anyone());
    }

    assertThat(four.atServer()).isEqualTo(3);
    assertThat(four.free()).isZero();
    assertThat(four.waiting()).isZero();
  }

  /** One of so many slots falls free within a moment, so what is sent ahead waits for no longer. */
  @Test
  void longCallsAreSentAheadWhereSlotsAreVeryMany() throws Exception {
    Slots many = new Slots(256, () -> now.toNanos());
    learn(many, Duration.ofSeconds(6));

    for (int i = 0; i < 258; i++) {
      many.acquire(anyone());
    }

    assertThat(many.atServer()).isEqualTo(2);
    assertThat(many.waiting()).isZero();
  }

  @Test
  void longCallsAreNotSentBeforeASlotIsFree() throws Exception {
    Slots.Slot runs = slots.acquire(anyone());

    queue("second", anyone());

    assertThat(slots.atServer()).isZero();
    assertThat(served).isEmpty();
    runs.close();
    awaitServed("second");
  }

  @Test
  void whoIsAnsweredFirstRanFirst() throws Exception {
    learn(Duration.ofMillis(100));
    Slots.Slot sentFirst = slots.acquire(anyone());
    Slots.Slot ranFirst = slots.acquire(anyone());
    now = now.plusMillis(100);

    assertThat(ranFirst.waitedAtServer(true)).isZero();
    ranFirst.close();
    now = now.plusMillis(50);

    assertThat(sentFirst.waitedAtServer(true)).isEqualTo(Duration.ofMillis(100).toNanos());
  }

  @Test
  void whatWasSentAheadAndIsCanceledSaysNothingOfHowLongACallRuns() throws Exception {
    learn(Duration.ofMillis(100));
    slots.acquire(anyone());
    Slots.Slot ahead = slots.acquire(anyone());
    double before = slots.meanHold();
    now = now.plusHours(1);

    ahead.close();

    assertThat(slots.meanHold()).isEqualTo(before);
  }

  @Test
  void aCanceledItemLeavesTheQueue() throws Exception {
    Slots.Slot slot = slots.acquire(caller(WorkClass.WORK_CLASS_BATCH, 0, 0));
    ModelCalls.Caller canceled = caller(WorkClass.WORK_CLASS_INTERACTIVE, 0, 0);
    queue("canceled", canceled);

    canceled.held().cancel();

    await().until(() -> slots.waiting() == 0);
    slot.close();
    slots.acquire(caller(WorkClass.WORK_CLASS_BATCH, 0, 0));
    assertThat(served).isEmpty();
  }

  @Test
  void anItemLeavesTheQueueAtItsDeadline() throws Exception {
    slots.acquire(caller(WorkClass.WORK_CLASS_BATCH, 0, 0));
    long soon = System.currentTimeMillis() + 50;
    WorkItem item = WorkItem.newBuilder().setDeadline(Timestamps.fromMillis(soon)).build();

    assertThatThrownBy(() -> slots.acquire(caller(item, 0)))
        .isInstanceOfSatisfying(
            WorkFailed.class, failure -> assertThat(failure.code()).isEqualTo("deadline_passed"));
    assertThat(slots.waiting()).isZero();
  }

  /** Has the slots take this for the usual length of a call. */
  private void learn(Duration call) throws Exception {
    learn(slots, call);
  }

  private void learn(Slots slots, Duration call) throws Exception {
    for (int i = 0; i < 200; i++) {
      try (Slots.Slot ignored = slots.acquire(anyone())) {
        now = now.plus(call);
      }
    }
  }

  private void queue(String name, ModelCalls.Caller caller) {
    int before = slots.waiting();
    CompletableFuture<Void> unused =
        CompletableFuture.runAsync(
            () -> {
              try (Slots.Slot ignored = slots.acquire(caller)) {
                served.add(name);
              } catch (WorkStopped | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            },
            task -> new Thread(task).start());
    await().until(() -> slots.waiting() == before + 1);
  }

  private void awaitServed(String... names) {
    await().untilAsserted(() -> assertThat(served).containsExactly(names));
  }

  private ModelCalls.Caller anyone() {
    return caller(WorkClass.WORK_CLASS_BATCH, 0, 0);
  }

  private ModelCalls.Caller caller(WorkClass workClass, int order, int earlierCalls) {
    return caller(
        WorkItem.newBuilder().setWorkClass(workClass).setOrder(order).build(), earlierCalls);
  }

  private ModelCalls.Caller issued(WorkClass workClass, long atMillis, int order) {
    return caller(
        WorkItem.newBuilder()
            .setWorkClass(workClass)
            .setOrder(order)
            .setIssuedAt(Timestamps.fromMillis(atMillis))
            .build(),
        0);
  }

  private ModelCalls.Caller caller(WorkItem item, int earlierCalls) {
    return new ModelCalls.Caller(
        items.hold(item, Bench.NOWHERE),
        earlierCalls,
        new Stopwatch(item, InstantSource.system()),
        () -> {});
  }
}
