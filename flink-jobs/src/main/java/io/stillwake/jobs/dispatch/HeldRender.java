package io.stillwake.jobs.dispatch;

import io.stillwake.proto.WorkClass;
import io.stillwake.proto.WorkItem;
import java.util.HashSet;
import java.util.Set;

/** A render, its items in one pool, and how much of them waits. */
final class HeldRender {

  private final String id;
  private final String tenant;
  private final String traceparent;
  private final WorkClass workClass;
  private final long began;
  private final long number;
  private final Set<ItemKey> items = new HashSet<>();

  private final Backlog soon = new Backlog();
  private final Backlog later = new Backlog();

  /**
   * @param began when its first item was asked for, epoch milliseconds
   * @param number counts up within the pool
   */
  HeldRender(WorkItem item, long began, long number) {
    this.id = item.getRenderId();
    this.tenant = item.getTenant();
    this.traceparent = item.getTraceparent();
    this.workClass = item.getWorkClass();
    this.began = began;
    this.number = number;
  }

  /** Items of it that wait for a slot. */
  static final class Backlog {
    private int items;
    private double seconds;

    int items() {
      return items;
    }

    /** Estimated slot-seconds. */
    double seconds() {
      return seconds;
    }

    private void add(Waiting waiting) {
      items++;
      seconds += waiting.cost();
    }

    private void remove(Waiting waiting) {
      items--;
      // Sums of doubles drift.
      seconds = items == 0 ? 0 : seconds - waiting.cost();
    }
  }

  void queued(Waiting waiting) {
    backlog(waiting).add(waiting);
  }

  void unqueued(Waiting waiting) {
    backlog(waiting).remove(waiting);
  }

  String id() {
    return id;
  }

  String tenant() {
    return tenant;
  }

  /** Of its first item; empty where there was none. */
  String traceparent() {
    return traceparent;
  }

  WorkClass workClass() {
    return workClass;
  }

  long began() {
    return began;
  }

  long number() {
    return number;
  }

  Set<ItemKey> items() {
    return items;
  }

  /** What lets next to nobody overtake it. */
  Backlog soon() {
    return soon;
  }

  /** What lets others overtake it, by {@link Patience}. */
  Backlog later() {
    return later;
  }

  int waiting() {
    return soon.items + later.items;
  }

  private Backlog backlog(Waiting waiting) {
    return Patience.isLong(waiting.patience()) ? later : soon;
  }
}
