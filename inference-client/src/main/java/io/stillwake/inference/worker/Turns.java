package io.stillwake.inference.worker;

import java.util.HashSet;
import java.util.Set;

/**
 * Lets one item of each work id run at a time. Two renders of the same photo ask for the same work
 * at the same time; the second then finds the first one's output instead of making it again.
 */
final class Turns {

  private final Set<String> taken = new HashSet<>();

  /** Ends the turn; never throws. */
  interface Turn extends AutoCloseable {
    @Override
    void close();
  }

  synchronized Turn take(String workId) throws InterruptedException {
    while (!taken.add(workId)) {
      wait();
    }
    return () -> end(workId);
  }

  private synchronized void end(String workId) {
    taken.remove(workId);
    notifyAll();
  }
}
