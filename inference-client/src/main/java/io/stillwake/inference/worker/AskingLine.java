package io.stillwake.inference.worker;

import io.stillwake.inference.worker.Intake.Question;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The lanes that wait until they may ask, a line for each question. Only the first of a line is
 * woken, and looks from time to time by itself: there may be hundreds behind it. All but {@link
 * Waiter#await} is for one thread at a time.
 */
final class AskingLine {

  private final Map<Question, Deque<Waiter>> lines = new HashMap<>();

  /** A lane in its line. */
  static final class Waiter {
    private final Question question;
    private final Semaphore calls = new Semaphore(0);
    private volatile boolean first;

    private Waiter(Question question) {
      this.question = question;
    }

    Question question() {
      return question;
    }

    /** Until it is called, and for no longer than this where it is the first of its line. */
    void await(long nanos) throws InterruptedException {
      if (!first) {
        calls.acquire();
      } else if (calls.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
        calls.drainPermits();
      }
    }
  }

  /** The questions that somebody waits to ask. */
  Set<Question> questions() {
    return lines.keySet();
  }

  Waiter enter(Question question) {
    Waiter waiter = new Waiter(question);
    Deque<Waiter> line = lines.computeIfAbsent(question, unused -> new ArrayDeque<>());
    line.add(waiter);
    waiter.first = line.peek() == waiter;
    return waiter;
  }

  boolean isFirst(Waiter waiter) {
    return waiter.first;
  }

  /** The next in the line is called, as it is the first now. */
  void leave(Waiter waiter) {
    Deque<Waiter> line = lines.get(waiter.question);
    line.remove(waiter);
    Waiter next = line.peek();
    if (next == null) {
      lines.remove(waiter.question);
    } else if (!next.first) {
      next.first = true;
      next.calls.release();
    }
  }

  /** Calls the first of each line whose question is one of these. */
  void call(Predicate<Question> questions) {
    lines.forEach(
        (question, line) -> {
          if (questions.test(question)) {
            line.peek().calls.release();
          }
        });
  }
}
