package io.stillwake.inference.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stillwake.inference.worker.Intake.Place;
import io.stillwake.inference.worker.Intake.Question;
import io.stillwake.proto.WorkItem;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class IntakeTest {

  private static final Duration SETTLED = Duration.ofMillis(200);
  private static final String URGENT = "interactive";
  private static final Question ONE = new Question("batch", 1);
  private static final Question FOUR = new Question("batch", 4);

  private Duration now = Duration.ofDays(1);
  private Slots slots;

  @Test
  void asksForNoMoreThanCanRunAtOnce() {
    Intake intake = intake(2, 4);
    assertThat(intake.askNow(ONE)).isTrue();
    assertThat(intake.askNow(ONE)).isTrue();
    assertThat(intake.mayAsk(ONE)).isFalse();

    Place place = intake.took(ONE, 1).get(0);
    assertThat(intake.mayAsk(ONE)).isFalse();

    place.close();
    assertThat(intake.mayAsk(ONE)).isTrue();
  }

  @Test
  void asksForEachTopicAsIfTheOtherWereEmpty() {
    Intake intake = intake(1, 3);

    intake.askNow(ONE);

    assertThat(intake.mayAsk(ONE)).isFalse();
    assertThat(intake.mayAsk(new Question(URGENT, 1))).isTrue();
  }

  @Test
  void urgentItemsAreNotKeptWaitingByOthersAtHand() {
    Intake intake = intake(1, 3);

    take(intake, ONE);

    assertThat(intake.mayAsk(ONE)).isFalse();
    assertThat(intake.mayAsk(new Question(URGENT, 1))).isTrue();
  }

  @Test
  void urgentItemsAtHandKeepOthersWaiting() {
    Intake intake = intake(1, 3);

    take(intake, new Question(URGENT, 1));

    assertThat(intake.mayAsk(ONE)).isFalse();
  }

  @Test
  void anItemThatNeedsNoSlotMakesRoomForOthers() {
    Intake intake = intake(1, 3);
    Place place = take(intake, ONE);

    place.begin();

    assertThat(intake.mayAsk(ONE)).isTrue();
  }

  @Test
  void whatIsOnItsWayOutMakesRoomUpToTheMostThatIsHeld() throws Exception {
    Intake intake = intake(1, 2);
    run(take(intake, ONE)).close();
    assertThat(intake.mayAsk(ONE)).isTrue();

    run(take(intake, ONE)).close();

    assertThat(intake.mayAsk(ONE)).isFalse();
  }

  @Test
  void asksAheadOnceAllSlotsHaveBeenTakenForAWhile() {
    Intake intake = intake(1, 4);
    take(intake, ONE);
    assertThat(intake.mayAsk(ONE)).isFalse();

    now = now.plus(SETTLED);

    assertThat(intake.mayAsk(ONE)).isTrue();
  }

  @Test
  void asksFurtherAheadTheShorterTheCallsAre() throws Exception {
    Intake intake = intake(8, 24);
    for (int i = 0; i < 200; i++) {
      Place place = take(intake, ONE);
      Slots.Slot slot = run(place);
      now = now.plusMillis(20);
      slot.close();
      place.close();
    }
    for (int i = 0; i < 8; i++) {
      take(intake, ONE);
    }
    now = now.plus(SETTLED);

    assertThat(intake.mayAsk(new Question("batch", 8))).isTrue();
    assertThat(intake.mayAsk(new Question("batch", 9))).isFalse();
  }

  @Test
  void theMomentBetweenTwoItemsIsNoRest() {
    Intake intake = intake(1, 4);
    Place place = take(intake, ONE);
    now = now.plus(SETTLED.dividedBy(2));
    place.close();
    now = now.plusMillis(5);
    take(intake, ONE);

    now = now.plus(SETTLED.dividedBy(2));

    assertThat(intake.mayAsk(ONE)).isTrue();
  }

  @Test
  void aRestStartsAnew() {
    Intake intake = intake(1, 4);
    Place place = take(intake, ONE);
    now = now.plus(SETTLED);
    place.close();
    now = now.plus(SETTLED);

    take(intake, ONE);

    assertThat(intake.mayAsk(ONE)).isFalse();
  }

  @Test
  void asksForManyOnlyWhereThereIsRoomForAll() {
    Intake intake = intake(4, 12);
    assertThat(intake.mayAsk(FOUR)).isTrue();

    take(intake, ONE);

    assertThat(intake.mayAsk(FOUR)).isFalse();
    assertThat(intake.mayAsk(ONE)).isTrue();
  }

  @Test
  void asksForFewOnlyWhereNobodyCouldAskForMany() throws Exception {
    Intake intake = intake(4, 12);
    Place place = take(intake, ONE);
    CompletableFuture<Boolean> many = async(() -> intake.ask(FOUR));
    await().until(() -> intake.isAwaited(FOUR));
    assertThat(intake.mayAsk(ONE)).isTrue();

    place.close();

    assertThat(many).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(true);
    assertThat(intake.mayAsk(ONE)).isFalse();
  }

  @Test
  void someLanesMoreThanAreUsedAreOpen() throws Exception {
    Intake intake = intake(4, 12);
    assertThat(intake.awaitNeed(ONE, 0)).isTrue();
    assertThat(intake.awaitNeed(ONE, 1)).isTrue();
    CompletableFuture<Boolean> third = async(() -> intake.awaitNeed(ONE, 2));
    assertThat(third).isNotDone();

    intake.askNow(ONE);

    assertThat(third).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(true);
  }

  @Test
  void asksForNothingAfterItWasClosed() {
    Intake intake = intake(1, 2);
    intake.askNow(ONE);
    CompletableFuture<Boolean> waiting = async(() -> intake.ask(ONE));

    intake.close();

    await().untilAsserted(() -> assertThat(waiting).isCompletedWithValue(false));
  }

  @Test
  void asksForNothingWhileItIsPaused() throws Exception {
    Intake intake = intake(1, 2);

    intake.pause();
    assertThat(intake.ask(ONE)).isFalse();
    assertThat(intake.isOpen()).isFalse();

    intake.resume();
    assertThat(intake.awaitOpen()).isTrue();
    assertThat(intake.ask(ONE)).isTrue();
  }

  @Test
  void whatIsClosedIsNotResumed() throws Exception {
    Intake intake = intake(1, 2);
    intake.close();

    intake.resume();

    assertThat(intake.awaitOpen()).isFalse();
  }

  @Test
  void tellsOnceWhoAttends() {
    Intake intake = intake(1, 2);
    AtomicInteger told = new AtomicInteger();
    intake.attend(told::incrementAndGet).close();
    Intake.Attention attention = intake.attend(told::incrementAndGet);
    assertThat(attention.isTurned()).isFalse();

    intake.pause();
    intake.close();

    assertThat(attention.isTurned()).isTrue();
    assertThat(told).hasValue(1);
    assertThat(intake.attend(told::incrementAndGet).isTurned()).isTrue();
  }

  private Intake intake(int count, int most) {
    slots = new Slots(count, () -> now.toNanos());
    return new Intake(slots, List.of(URGENT, "batch"), most, SETTLED, () -> now.toNanos());
  }

  private static Place take(Intake intake, Question question) {
    intake.askNow(question);
    Place place = intake.took(question, 1).get(0);
    intake.leave(question);
    return place;
  }

  private Slots.Slot run(Place place) throws Exception {
    WorkItem item = WorkItem.getDefaultInstance();
    Held held = new Held(item, place, InstantSource.system(), gone -> {});
    held.ready();
    Slots.Slot slot =
        slots.acquire(
            new ModelCalls.Caller(held, 0, new Stopwatch(item, InstantSource.system()), () -> {}));
    held.begin();
    return slot;
  }

  private static <T> CompletableFuture<T> async(Callable<T> call) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return call.call();
          } catch (Exception e) {
            throw new CompletionException(e);
          }
        },
        task -> new Thread(task).start());
  }
}
