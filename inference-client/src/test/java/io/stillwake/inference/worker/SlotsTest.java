package io.stillwake.inference.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stillwake.inference.Cancellation;
import io.stillwake.proto.WorkClass;
import io.stillwake.proto.WorkItem;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class SlotsTest {

  private final Slots slots = new Slots(1);
  private final List<String> served = new CopyOnWriteArrayList<>();

  @Test
  void begunBeforeFreshInteractiveBeforeBatchThenPlayOrder() throws Exception {
    slots.acquire(caller(WorkClass.WORK_CLASS_BATCH, 0, 0));
    queue("batch first", caller(WorkClass.WORK_CLASS_BATCH, 0, 0));
    queue("interactive third", caller(WorkClass.WORK_CLASS_INTERACTIVE, 3, 0));
    queue("interactive second", caller(WorkClass.WORK_CLASS_INTERACTIVE, 2, 0));
    queue("batch begun", caller(WorkClass.WORK_CLASS_BATCH, 9, 1));
    await().until(() -> slots.waiting() == 4);

    slots.release();

    await()
        .untilAsserted(
            () ->
                assertThat(served)
                    .containsExactly(
                        "batch begun", "interactive second", "interactive third", "batch first"));
  }

  @Test
  void aCanceledItemLeavesTheQueue() throws Exception {
    slots.acquire(caller(WorkClass.WORK_CLASS_BATCH, 0, 0));
    ModelCalls.Caller canceled = caller(WorkClass.WORK_CLASS_INTERACTIVE, 0, 0);
    queue("canceled", canceled);
    await().until(() -> slots.waiting() == 1);

    canceled.cancellation().cancel();

    await().until(() -> slots.waiting() == 0);
    slots.release();
    queue("next", caller(WorkClass.WORK_CLASS_BATCH, 0, 0));
    await().untilAsserted(() -> assertThat(served).containsExactly("next"));
  }

  private void queue(String name, ModelCalls.Caller caller) {
    CompletableFuture<Void> unused =
        CompletableFuture.runAsync(
            () -> {
              try {
                slots.acquire(caller);
                served.add(name);
                slots.release();
              } catch (WorkCanceled | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            },
            task -> new Thread(task).start());
  }

  private static ModelCalls.Caller caller(WorkClass workClass, int order, int earlierCalls) {
    return new ModelCalls.Caller(
        WorkItem.newBuilder().setWorkClass(workClass).setOrder(order).build(),
        earlierCalls,
        new Cancellation(),
        new Stopwatch(InstantSource.system()),
        () -> {});
  }
}
