package io.stillwake.inference.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class AskingLineTest {

  private static final Intake.Question SINGLE = new Intake.Question("work.toy.interactive", 1);
  private static final Intake.Question MANY = new Intake.Question("work.toy.interactive", 8);

  private final AskingLine line = new AskingLine();
  private final List<AskingLine.Waiter> woken = new CopyOnWriteArrayList<>();
  private final List<Thread> threads = new CopyOnWriteArrayList<>();

  @AfterEach
  void end() {
    threads.forEach(Thread::interrupt);
  }

  @Test
  void onlyTheFirstIsCalled() {
    AskingLine.Waiter first = waitIn(SINGLE);
    AskingLine.Waiter second = waitIn(SINGLE);
    line.call(question -> true);

    await().until(() -> !woken.isEmpty());
    assertThat(woken).containsExactly(first);
    assertThat(line.isFirst(second)).isFalse();

    line.leave(first);

    await().until(() -> woken.size() == 2);
    assertThat(woken).containsExactly(first, second);
    assertThat(line.isFirst(second)).isTrue();
  }

  @Test
  void callIsForThoseWhoseQuestionItIs() {
    waitIn(SINGLE);
    AskingLine.Waiter many = waitIn(MANY);
    line.call(MANY::equals);

    await().until(() -> !woken.isEmpty());
    assertThat(woken).containsExactly(many);
  }

  @Test
  void callBeforeTheWaitIsNotLost() throws Exception {
    AskingLine.Waiter waiter = line.enter(SINGLE);
    line.call(question -> true);

    waiter.await(Long.MAX_VALUE);
  }

  @Test
  void whoLeavesFromTheMiddleLeavesTheOthersAsTheyAre() {
    AskingLine.Waiter first = line.enter(SINGLE);
    AskingLine.Waiter second = line.enter(SINGLE);
    AskingLine.Waiter third = line.enter(SINGLE);
    line.leave(second);
    assertThat(line.isFirst(third)).isFalse();
    line.leave(first);
    assertThat(line.isFirst(third)).isTrue();
    line.leave(third);

    assertThat(line.questions()).isEmpty();
  }

  @Test
  void firstLooksByItself() throws Exception {
    line.enter(SINGLE).await(TimeUnit.MILLISECONDS.toNanos(1));
  }

  private AskingLine.Waiter waitIn(Intake.Question question) {
    AskingLine.Waiter waiter = line.enter(question);
    Thread thread =
        new Thread(
            () -> {
              try {
                waiter.await(Long.MAX_VALUE);
                woken.add(waiter);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    threads.add(thread);
    thread.start();
    return waiter;
  }
}
