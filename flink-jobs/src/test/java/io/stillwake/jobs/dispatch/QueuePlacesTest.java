package io.stillwake.jobs.dispatch;

import static io.stillwake.jobs.dispatch.SomeWork.dropped;
import static io.stillwake.jobs.dispatch.SomeWork.heard;
import static io.stillwake.jobs.dispatch.SomeWork.item;
import static io.stillwake.jobs.dispatch.SomeWork.requested;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.util.Timestamps;
import io.stillwake.proto.QueuePlace;
import io.stillwake.proto.RenderProgress;
import io.stillwake.proto.WorkKind;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class QueuePlacesTest extends OnePool {

  @Test
  void renderThatNobodyServesIsToldSo() throws Exception {
    request("r", 3, 2);
    pass(3_000);

    assertThat(out.told)
        .singleElement()
        .satisfies(
            told -> {
              assertThat(told.getRenderId()).isEqualTo("r");
              assertThat(told.getTenant()).isEqualTo("acme");
              assertThat(told.getJob()).isEqualTo("dispatch");
              assertThat(told.getQueue().getPool()).isEqualTo(SomeWork.POOL);
              assertThat(told.getQueue().getWaitingItems()).isEqualTo(3);
              assertThat(told.getQueue().getSlots()).isZero();
              assertThat(told.getQueue().getWaitSeconds()).isNegative();
            });
  }

  @Test
  void renderThatIsServedAtOnceIsToldNothing() throws Exception {
    learn(heard("worker", 4, now));
    request("r", 3, 2);
    pass(3_000);

    assertThat(out.told).isEmpty();
  }

  @Test
  void rendersAheadAndTheWaitComeFromTheEstimates() throws Exception {
    learn(heard("worker", 2, now));
    for (int i = 0; i < 4; i++) {
      request("r" + i, 5, 10);
    }
    pass(3_000);

    assertThat(places("r3"))
        .singleElement()
        .satisfies(
            place -> {
              assertThat(place.getRendersAhead()).isEqualTo(3);
              assertThat(place.getWaitSeconds()).isCloseTo(62, within(2.0));
              assertThat(place.getSlots()).isEqualTo(2);
            });
  }

  @Test
  void workerThatComesOrGoesIsToldAtOnceButNotMoreThanEveryTwoSeconds() throws Exception {
    request("r", 100, 10);
    pass(2_500);
    learn(heard("worker", 2, now));
    pass(200);
    assertThat(places("r")).extracting(QueuePlace::getSlots).containsExactly(0);
    pass(3_000);
    learn(heard("worker", 0, now));
    pass(3_000);

    assertThat(places("r")).extracting(QueuePlace::getSlots).containsExactly(0, 2, 0);
    assertThat(out.told).extracting(RenderProgress::getSequence).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void whatChangesLittleIsNotTold() throws Exception {
    request("r", 100, 10);
    pass(3_000);
    request("r", 10, 10, 100);
    pass(3_000);
    assertThat(places("r")).hasSize(1);

    request("r", 20, 10, 110);
    pass(3_000);

    assertThat(places("r")).extracting(QueuePlace::getWaitingItems).containsExactly(100, 130);
  }

  @Test
  void renderOfWhichNothingWaitsAnyMoreIsToldOnce() throws Exception {
    request("r", 3, 10);
    pass(3_000);
    learn(heard("worker", 8, now));
    pass(6_000);

    assertThat(out.told).extracting(RenderProgress::hasQueue).containsExactly(true, false);
  }

  @Test
  void restartDoesNotLeaveAPlaceBehind() throws Exception {
    request("r", 3, 10);
    pass(3_000);
    openPool();
    learn(heard("worker", 8, now));
    pass(3_000);

    assertThat(out.told).extracting(RenderProgress::hasQueue).containsExactly(true, false);
  }

  @Test
  void droppedRenderIsToldNothing() throws Exception {
    request("r", 3, 10);
    pass(3_000);
    learn(dropped("r"));
    pass(6_000);

    assertThat(out.told).hasSize(1);
    assertThat(pool.nextDue(now)).isEmpty();
  }

  @Test
  void manyAreToldSomeAtATimeAndEachOnce() throws Exception {
    List<String> renders = IntStream.range(0, 180).mapToObj(i -> "r" + i).toList();
    for (String render : renders) {
      request(render, 1, 10);
    }
    pass(500);
    int most = 0;
    for (long end = now + 4_000; now < end; ) {
      int before = out.told.size();
      now = pool.nextDue(now).getAsLong();
      pool.proceed(now, out);
      most = Math.max(most, out.told.size() - before);
    }

    assertThat(most).isEqualTo(50);
    assertThat(out.told).extracting(RenderProgress::getRenderId).containsExactlyElementsOf(renders);
  }

  @Test
  void whatIsDroppedWhileOthersAreToldIsToldNothing() throws Exception {
    for (int i = 0; i < 180; i++) {
      request("r" + i, 1, 10);
    }
    while (out.told.isEmpty()) {
      pass(1);
    }
    learn(dropped("r170"));
    pass(4_000);

    assertThat(out.told).hasSize(179).noneMatch(told -> told.getRenderId().equals("r170"));
  }

  /** Its wait is what the tenant's share leaves it, not the flood's length. */
  @Test
  void floodOfAnotherTenantIsNotAheadOfAll() throws Exception {
    learn(heard("worker", 1, now));
    request("flood", 1000, 10);
    learn(
        requested(
            item("small", "w").toBuilder()
                .setTenant("small")
                .setKind(WorkKind.WORK_KIND_DECODE)
                .setCostSeconds(10)
                .build()));
    pass(3_000);

    assertThat(places("small").get(0).getWaitSeconds()).isLessThan(25);
  }

  private List<QueuePlace> places(String render) {
    return out.told.stream()
        .filter(told -> told.getRenderId().equals(render) && told.hasQueue())
        .map(RenderProgress::getQueue)
        .toList();
  }

  private void request(String render, int items, double seconds) throws Exception {
    request(render, items, seconds, 0);
  }

  private void request(String render, int items, double seconds, int first) throws Exception {
    for (int i = first; i < first + items; i++) {
      learn(
          requested(
              item(render, "w" + i).toBuilder()
                  .setKind(WorkKind.WORK_KIND_DECODE)
                  .setCostSeconds(seconds)
                  .setRequestedAt(Timestamps.fromMillis(now))
                  .build()));
    }
  }

  /** As the pool's timer does. */
  private void pass(long millis) throws Exception {
    long end = now + millis;
    while (pool.nextDue(now).orElse(Long.MAX_VALUE) <= end) {
      now = Math.max(now + 1, pool.nextDue(now).getAsLong());
      pool.proceed(now, out);
    }
    now = end;
  }
}
