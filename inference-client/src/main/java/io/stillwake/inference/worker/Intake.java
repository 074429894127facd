package io.stillwake.inference.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Which lanes may ask for items. A question cannot be taken back: a share consumer that has polled
 * once takes the next records, whenever they come. So a worker asks for no more than it can run at
 * once, until it has been fully loaded for a moment; then it asks ahead, to have items at hand when
 * slots get free. Thus a burst spreads over the workers instead of piling up at one.
 *
 * <p>A topic's items do not make room for those of the topics behind it, nor are they kept waiting
 * by them.
 */
final class Intake {

  private final Slots slots;
  private final List<String> topics;
  private final int most;
  private final long settledNanos;
  private final LongSupplier nanos;
  private final Ahead ahead;
  private final Map<Question, Integer> asking = new HashMap<>();
  private final LaneNeeds needs = new LaneNeeds();
  private final AskingLine line = new AskingLine();
  private final Map<String, Integer> stock = new HashMap<>();
  private final List<Attention> attentive = new ArrayList<>();
  private int held;
  private boolean loaded;
  private long loadedSince;
  private long belowSince;
  private State state = State.OPEN;

  private enum State {
    OPEN,
    PAUSED,
    CLOSED
  }

  /**
   * What one poll may bring.
   *
   * @param items at most
   */
  record Question(String topic, int items) {}

  /** What one item takes up here, from when it came until it is closed. */
  interface Place extends AutoCloseable {

    /** Its inputs are at hand; it lacks only a slot. */
    void ready();

    /** It needs no slot, or has one. */
    void begin();

    @Override
    void close();
  }

  /**
   * @param topics the most urgent one first
   * @param most items to hold at once; some more may come where both topics are asked
   * @param settled how long all slots must be taken before items are asked for ahead
   * @param nanos a clock for differences, as {@link System#nanoTime}
   */
  Intake(Slots slots, List<String> topics, int most, Duration settled, LongSupplier nanos) {
    this.slots = slots;
    this.topics = List.copyOf(topics);
    this.most = most;
    this.settledNanos = settled.toNanos();
    this.nanos = nanos;
    this.ahead = new Ahead(slots);
    this.belowSince = nanos.getAsLong() - settledNanos;
    slots.onRelease(this::look);
  }

  /** Whether items may be asked for now. */
  synchronized boolean isOpen() {
    return state == State.OPEN;
  }

  /**
   * Waits while it is paused.
   *
   * @return false where no item shall be asked for ever again
   */
  synchronized boolean awaitOpen() throws InterruptedException {
    while (state == State.PAUSED) {
      wait();
    }
    return isOpen();
  }

  /**
   * Waits until so many lanes with this question are in use that one more should be open.
   *
   * @return false where none is needed now
   */
  boolean awaitNeed(Question question, int number) throws InterruptedException {
    return needs.await(question, number);
  }

  /** Whether the lane should be open now. */
  boolean isNeeded(Question question, int number) {
    return needs.isNeeded(question, number);
  }

  /**
   * Waits until the question may be asked; then {@link #took} and {@link #leave} must follow.
   *
   * @return false where nothing shall be asked for now
   */
  boolean ask(Question question) throws InterruptedException {
    AskingLine.Waiter waiter = enterLine(question);
    try {
      while (isOpen()) {
        if (askInTurn(waiter)) {
          return true;
        }
        waiter.await(settledNanos);
      }
      return false;
    } finally {
      leaveLine(waiter);
    }
  }

  private synchronized AskingLine.Waiter enterLine(Question question) {
    return line.enter(question);
  }

  private synchronized boolean askInTurn(AskingLine.Waiter waiter) {
    return line.isFirst(waiter) && askNow(waiter.question());
  }

  private synchronized void leaveLine(AskingLine.Waiter waiter) {
    line.leave(waiter);
    // What it held back may be asked now.
    look();
  }

  /**
   * As {@link #ask}, without waiting.
   *
   * @return whether it may be asked
   */
  synchronized boolean askNow(Question question) {
    if (!isOpen() || !mayAsk(question)) {
      return false;
    }
    asking.merge(question, 1, Integer::sum);
    needs.use(question);
    return true;
  }

  /** A question for many waits until there is room for all, one for few where no such one waits. */
  synchronized boolean mayAsk(Question question) {
    int room = room(question.topic());
    return room >= question.items()
        && line.questions().stream()
            .filter(other -> other.topic().equals(question.topic()))
            .noneMatch(
                other ->
                    other.items() > question.items()
                        && Math.max(room, wantedAhead()) >= other.items());
  }

  /** Whether somebody waits for the question to be askable. */
  synchronized boolean isAwaited(Question question) {
    return line.questions().contains(question);
  }

  /**
   * The answer to a question.
   *
   * @return a place for each item
   */
  synchronized List<Place> took(Question question, int items) {
    asking.merge(question, -1, Integer::sum);
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < items; i++) {
      places.add(new Occupied(question.topic()));
    }
    held += items;
    stock.merge(question.topic(), items, Integer::sum);
    look();
    return places;
  }

  /** Ends the use of the lane that asked. */
  void leave(Question question) {
    needs.leave(question);
  }

  /** No item is asked for until it is resumed. */
  void pause() {
    turn(State.PAUSED);
  }

  void resume() {
    turn(State.OPEN);
  }

  /** No item is asked for any more. */
  void close() {
    turn(State.CLOSED);
  }

  /** Runs the listener where the intake does not stay open until the attention is closed. */
  synchronized Attention attend(Runnable listener) {
    Attention attention = new Attention(listener);
    attention.turned = !isOpen();
    attentive.add(attention);
    return attention;
  }

  /** Who wants to know when the intake does not stay open. */
  final class Attention implements AutoCloseable {

    private final Runnable listener;
    private volatile boolean turned;

    private Attention(Runnable listener) {
      this.listener = listener;
    }

    boolean isTurned() {
      return turned;
    }

    @Override
    public void close() {
      synchronized (Intake.this) {
        attentive.remove(this);
      }
    }
  }

  private synchronized void turn(State next) {
    if (state == State.CLOSED) {
      return;
    }
    state = next;
    needs.turn(next == State.OPEN);
    line.call(question -> true);
    notifyAll();
    if (next != State.OPEN) {
      for (Attention attention : attentive) {
        attention.turned = true;
        attention.listener.run();
      }
      attentive.clear();
    }
  }

  /** Items that may come beside those that are here or asked for. */
  private int room(String topic) {
    int asked =
        asking.entrySet().stream()
            .filter(entry -> entry.getKey().topic().equals(topic))
            .mapToInt(entry -> entry.getKey().items() * entry.getValue())
            .sum();
    int wanted = slots.free() + wantedAhead() - stockUpTo(topic);
    return Math.min(wanted, most - held) - asked;
  }

  private int wantedAhead() {
    boolean settled = loaded && nanos.getAsLong() - loadedSince >= settledNanos;
    return settled ? ahead.wanted() : 0;
  }

  private int stockUpTo(String topic) {
    int sum = 0;
    for (String other : topics) {
      sum += stock.getOrDefault(other, 0);
      if (other.equals(topic)) {
        return sum;
      }
    }
    throw new IllegalArgumentException(
        "topic: '%s' (expected: one of %s)".formatted(topic, topics));
  }

  /** After every change: who may ask by now? */
  private synchronized void look() {
    boolean now = slots.free() <= stockUpTo(topics.get(topics.size() - 1));
    if (now && !loaded) {
      // The moment between two items is no rest.
      if (nanos.getAsLong() - belowSince > settledNanos / 2) {
        loadedSince = nanos.getAsLong();
      }
    } else if (!now && loaded) {
      belowSince = nanos.getAsLong();
    }
    loaded = now;
    line.call(this::mayAsk);
  }

  /** One item's place. */
  private final class Occupied implements Place {

    private final String topic;
    private final long since = nanos.getAsLong();
    private boolean ready;
    private boolean begun;

    private Occupied(String topic) {
      this.topic = topic;
    }

    @Override
    public void ready() {
      synchronized (Intake.this) {
        if (!ready) {
          ready = true;
          ahead.prepared(nanos.getAsLong() - since);
        }
      }
    }

    @Override
    public void begin() {
      synchronized (Intake.this) {
        if (!begun) {
          begun = true;
          stock.merge(topic, -1, Integer::sum);
          look();
        }
      }
    }

    @Override
    public void close() {
      synchronized (Intake.this) {
        begin();
        held--;
        look();
      }
    }
  }
}
