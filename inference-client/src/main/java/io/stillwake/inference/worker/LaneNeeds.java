package io.stillwake.inference.worker;

import io.stillwake.inference.worker.Intake.Question;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Which lanes should be open: those in use and up to as many beside them, because to join the group
 * takes a second, in which many may be needed at once. Those that wait here, which may be hundreds,
 * are woken only where one of them is needed.
 */
final class LaneNeeds {

  private static final int FEWEST_SPARE = 2;
  private static final int MOST_SPARE = 8;

  private final Map<Question, Integer> used = new HashMap<>();
  private final Map<Question, NavigableSet<Integer>> shut = new HashMap<>();
  private boolean open = true;

  /**
   * Waits until the lane should be open.
   *
   * @return false where none should be
   */
  synchronized boolean await(Question question, int number) throws InterruptedException {
    NavigableSet<Integer> numbers = shut.computeIfAbsent(question, unused -> new TreeSet<>());
    numbers.add(number);
    try {
      while (open && !isNeeded(question, number)) {
        wait();
      }
      return open;
    } finally {
      numbers.remove(number);
    }
  }

  /** A lane with the question is in use from now on. */
  synchronized void use(Question question) {
    used.merge(question, 1, Integer::sum);
    NavigableSet<Integer> numbers = shut.getOrDefault(question, Collections.emptyNavigableSet());
    if (!numbers.isEmpty() && isNeeded(question, numbers.first())) {
      notifyAll();
    }
  }

  synchronized void leave(Question question) {
    used.merge(question, -1, Integer::sum);
  }

  /**
   * @param next whether any lane should be open
   */
  synchronized void turn(boolean next) {
    open = next;
    notifyAll();
  }

  /** Whether the lane should be open now. */
  synchronized boolean isNeeded(Question question, int number) {
    int now = used.getOrDefault(question, 0);
    return number < now + Math.min(MOST_SPARE, Math.max(FEWEST_SPARE, now));
  }
}
