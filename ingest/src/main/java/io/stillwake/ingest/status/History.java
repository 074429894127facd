package io.stillwake.ingest.status;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;

/**
 * What happened to one render, for clients that follow it. Bounded: each progress tells all that
 * the ones before it told, so the oldest may go.
 */
final class History {

  static final int MAX_PROGRESS = 64;

  private final Deque<Happening> happenings = new ArrayDeque<>();
  private int progress;

  void add(Happening happening) {
    happenings.add(happening);
    if (happening.isProgress() && ++progress > MAX_PROGRESS) {
      dropOldestProgress();
    }
  }

  private void dropOldestProgress() {
    for (Iterator<Happening> oldest = happenings.iterator(); oldest.hasNext(); ) {
      if (oldest.next().isProgress()) {
        oldest.remove();
        progress--;
        return;
      }
    }
  }

  /** The first that a client at the cursor has not seen. */
  Optional<Happening> next(EventId cursor) {
    return cursor.last()
        ? Optional.empty()
        : happenings.stream().filter(cursor::before).findFirst();
  }

  void forgetProgress() {
    happenings.removeIf(Happening::isProgress);
    progress = 0;
  }
}
