package io.stillwake.inference.worker;

import io.stillwake.inference.Cancellation;
import io.stillwake.proto.WorkItem;
import java.util.HashSet;
import java.util.Set;

/**
 * Lets one item of each work id run at a time. Two renders of the same photo ask for the same work
 * at the same time; the second then finds the first one's output instead of making it again. A
 * second copy of an item has a turn of its own: it is there because the first takes too long.
 */
final class Turns {

  private final Set<Key> taken = new HashSet<>();

  private record Key(String workId, int copy) {}

  /** Ends the turn; never throws. */
  interface Turn extends AutoCloseable {
    @Override
    void close();
  }

  /** Waits for the item's turn, until the worker shall not go on with it. */
  Turn take(Held held) throws WorkStopped, InterruptedException {
    WorkItem item = held.item();
    Key key = new Key(item.getWorkId(), item.getCopy());
    try (Cancellation.Registration ignored = held.cancellation().onCancel(this::wake)) {
      await(key, held);
    }
    return () -> end(key);
  }

  private synchronized void await(Key key, Held held) throws WorkStopped, InterruptedException {
    held.stopIfUnwanted(null);
    while (!taken.add(key)) {
      wait();
      held.stopIfUnwanted(null);
    }
  }

  private synchronized void end(Key key) {
    taken.remove(key);
    notifyAll();
  }

  private synchronized void wake() {
    notifyAll();
  }
}
