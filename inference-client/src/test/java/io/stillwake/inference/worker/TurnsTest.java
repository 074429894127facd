package io.stillwake.inference.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.stillwake.proto.WorkItem;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class TurnsTest {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final WorkItem ITEM = WorkItem.newBuilder().setWorkId("a").build();

  private final HeldItems items = new HeldItems(InstantSource.system(), 10, Duration.ofMinutes(1));
  private final Turns turns = new Turns();

  @Test
  void theNextComesWhenTheTurnEnds() throws Exception {
    Turns.Turn first = turns.take(items.hold(ITEM, Bench.NOWHERE));
    CompletableFuture<Turns.Turn> second = take(items.hold(ITEM, Bench.NOWHERE));
    assertThat(second).isNotDone();

    first.close();

    assertThat(second).succeedsWithin(SOON);
  }

  @Test
  void anotherCopyHasItsOwnTurn() throws Exception {
    turns.take(items.hold(ITEM, Bench.NOWHERE));

    assertThat(take(items.hold(ITEM.toBuilder().setCopy(1).build(), Bench.NOWHERE)))
        .succeedsWithin(SOON);
  }

  @Test
  void whoIsCanceledWaitsNoLonger() throws Exception {
    turns.take(items.hold(ITEM, Bench.NOWHERE));
    Held held = items.hold(ITEM, Bench.NOWHERE);
    CompletableFuture<Turns.Turn> waiting = take(held);

    held.cancel();

    assertThat(waiting)
        .failsWithin(SOON)
        .withThrowableThat()
        .withRootCauseInstanceOf(WorkCanceled.class);
  }

  private CompletableFuture<Turns.Turn> take(Held held) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return turns.take(held);
          } catch (WorkStopped | InterruptedException e) {
            throw new CompletionException(e);
          }
        },
        task -> new Thread(task).start());
  }
}
