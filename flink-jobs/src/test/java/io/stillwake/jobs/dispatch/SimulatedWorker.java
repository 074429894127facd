package io.stillwake.jobs.dispatch;

import io.stillwake.proto.WorkItem;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Queue;

/** A worker's slots, each so many times as slow as the usual one, and what it holds beside them. */
final class SimulatedWorker {

  /** An item that was taken from the topic, and runs once it has a slot. */
  static final class Taken {
    final WorkItem item;
    final SimulatedWorker worker;
    final long takenAt;
    long startedAt;
    double slowness;
    boolean canceled;

    Taken(WorkItem item, SimulatedWorker worker, long takenAt) {
      this.item = item;
      this.worker = worker;
      this.takenAt = takenAt;
    }
  }

  final String name;
  final int slots;
  final Queue<Taken> ready = new ArrayDeque<>();
  private final int prefetch;
  private final Deque<Double> free = new ArrayDeque<>();

  /** When it asked for each item that has not come yet. */
  private final Queue<Long> asks = new ArrayDeque<>();

  SimulatedWorker(String name, int slots, int prefetch) {
    this.name = name;
    this.slots = slots;
    this.prefetch = prefetch;
    for (int i = 0; i < slots; i++) {
      free.add(1.0);
    }
  }

  void slowOneDown(double times) {
    free.removeLast();
    free.add(times);
  }

  /** Asks for as many items as it has room for, which cannot be taken back. */
  void ask(long now) {
    while (asks.size() + ready.size() < free.size() + prefetch) {
      asks.add(now);
    }
  }

  boolean asks() {
    return !asks.isEmpty();
  }

  long asksSince() {
    return asks.element();
  }

  void take(WorkItem item, long now) {
    asks.remove();
    ready.add(new Taken(item, this, now));
  }

  /** Gives a slot to what has one ready; null where either is missing. */
  Taken start(long now) {
    if (ready.isEmpty() || free.isEmpty()) {
      return null;
    }
    Taken next = ready.remove();
    next.startedAt = now;
    next.slowness = free.remove();
    return next;
  }

  void end(Taken taken) {
    free.add(taken.slowness);
  }

  /** Of what waits for a slot here. */
  void forget(String work) {
    for (Iterator<Taken> all = ready.iterator(); all.hasNext(); ) {
      if (all.next().item.getWorkId().equals(work)) {
        all.remove();
      }
    }
  }
}
