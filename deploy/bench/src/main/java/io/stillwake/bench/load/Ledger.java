package io.stillwake.bench.load;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What was requested and answered. An item may be requested once its time has come and all that it
 * needs is answered. For several threads.
 */
final class Ledger {

  private final Map<String, Entry> byWork = new HashMap<>();
  private final List<Entry> inOrder = new ArrayList<>();
  private final Map<String, List<Entry>> followers = new HashMap<>();
  private long start;
  private final int wanted;
  private int open;
  private int requested;

  private static final class Entry {
    final WorkLine line;
    int needs;
    Long requested;
    Long answered;
    String outcome = "unanswered";
    String worker = "";

    Entry(WorkLine line) {
      this.line = line;
      this.needs = line.after().size();
    }
  }

  /**
   * @throws IllegalArgumentException where an item comes twice or needs one that is not in the list
   */
  Ledger(Collection<WorkLine> lines) {
    for (WorkLine line : lines) {
      Entry entry = new Entry(line);
      if (byWork.put(line.work(), entry) != null) {
        throw new IllegalArgumentException("work %s is listed twice".formatted(line.work()));
      }
      inOrder.add(entry);
      line.after()
          .forEach(
              before -> followers.computeIfAbsent(before, unused -> new ArrayList<>()).add(entry));
    }
    for (String before : followers.keySet()) {
      if (!byWork.containsKey(before)) {
        throw new IllegalArgumentException("work %s is needed but not listed".formatted(before));
      }
    }
    open = (int) inOrder.stream().filter(entry -> !entry.line.extra()).count();
    wanted = open;
  }

  /** Items that need nothing, in the order of the list. */
  List<WorkLine> first() {
    return inOrder.stream().filter(entry -> entry.needs == 0).map(entry -> entry.line).toList();
  }

  synchronized void requested(WorkLine line, long at) {
    byWork.get(line.work()).requested = at;
    requested++;
  }

  /**
   * The first answer counts.
   *
   * @param outcome ok or a failure's code
   * @return the items that may be requested now
   */
  synchronized List<WorkLine> answered(String work, String outcome, String worker, long at) {
    Entry entry = byWork.get(work);
    if (entry == null || entry.answered != null) {
      return List.of();
    }
    entry.answered = at;
    entry.outcome = outcome;
    entry.worker = worker;
    if (!entry.line.extra()) {
      open--;
      notifyAll();
    }
    List<WorkLine> ready = new ArrayList<>();
    for (Entry follower : followers.getOrDefault(work, List.of())) {
      follower.needs--;
      if (follower.needs == 0) {
        ready.add(follower.line);
      }
    }
    return ready;
  }

  synchronized void start(long at) {
    start = at;
  }

  /** How many items were requested. */
  synchronized int requested() {
    return requested;
  }

  /** How many of those that somebody waits for are answered. */
  synchronized int answered() {
    return wanted - open;
  }

  /** How many items somebody waits for. */
  int wanted() {
    return wanted;
  }

  /** The renders, with their tenants, of which something was requested and not answered. */
  synchronized Map<String, String> unfinished() {
    Map<String, String> tenants = new HashMap<>();
    for (Entry entry : inOrder) {
      if (entry.requested != null && entry.answered == null) {
        tenants.put(entry.line.render(), entry.line.tenant());
      }
    }
    return tenants;
  }

  /** Waits until all that somebody waits for is answered, for so many milliseconds at most. */
  synchronized boolean awaitAll(long millis) throws InterruptedException {
    long deadline = System.nanoTime() + millis * 1_000_000;
    while (open > 0) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  synchronized List<Outcome> outcomes() {
    return inOrder.stream().map(this::outcome).toList();
  }

  private Outcome outcome(Entry entry) {
    WorkLine line = entry.line;
    return new Outcome(
        line.work(),
        line.render(),
        line.tenant(),
        line.workClass(),
        line.order(),
        line.serviceMicros(),
        line.after(),
        line.deadline() == null ? null : start + line.deadline(),
        entry.requested,
        entry.answered,
        entry.outcome,
        entry.worker);
  }
}
