package io.stillwake.inference.worker;

import com.google.protobuf.util.Timestamps;
import io.stillwake.inference.Cancellation;
import io.stillwake.proto.WorkItem;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/** One item that this worker holds, and whether it shall go on with it. For many threads. */
final class Held implements AutoCloseable {

  private final WorkItem item;
  private final Intake.Place place;
  private final InstantSource clock;
  private final Consumer<Held> onClose;
  private final Cancellation cancellation = new Cancellation();
  private State state = State.WAITING;

  private enum State {
    /** No model has been called for it. */
    WAITING,
    BEGUN,
    /** The worker ends before it has begun. */
    HANDED_BACK,
    CANCELED
  }

  Held(WorkItem item, Intake.Place place, InstantSource clock, Consumer<Held> onClose) {
    this.item = item;
    this.place = place;
    this.clock = clock;
    this.onClose = onClose;
  }

  WorkItem item() {
    return item;
  }

  /** Cancelled when the worker shall not go on with the item, for whatever reason. */
  Cancellation cancellation() {
    return cancellation;
  }

  /** From now on it is worth its end, also while the worker is told to end. */
  void begin() throws WorkStopped {
    synchronized (this) {
      stopIfUnwanted(null);
      state = State.BEGUN;
    }
    place.begin();
  }

  /** Its inputs are at hand. */
  void ready() {
    place.ready();
  }

  /** It is not going to need a slot. */
  void needsNoSlot() {
    place.begin();
  }

  void cancel() {
    stop(State.CANCELED);
  }

  /** Does nothing where it has begun. */
  void handBack() {
    synchronized (this) {
      if (state != State.WAITING) {
        return;
      }
    }
    stop(State.HANDED_BACK);
  }

  /**
   * @param cause what happened to the one who asks, or null
   */
  synchronized void stopIfUnwanted(Throwable cause) throws WorkStopped {
    switch (state) {
      case WAITING, BEGUN -> {}
      case HANDED_BACK -> throw new WorkerRetired("the worker was told to end", cause);
      case CANCELED -> throw new WorkCanceled(item, cause);
    }
  }

  /** Nobody wants the output after the item's deadline, so nothing is begun for it then. */
  void stopIfLate() throws WorkFailed {
    Optional<Duration> left = timeLeft();
    if (left.isPresent() && left.get().compareTo(Duration.ZERO) <= 0) {
      throw WorkFailed.forGood(
          WorkFailed.DEADLINE_PASSED,
          "work: wanted until %s, now it is %s"
              .formatted(Timestamps.toString(item.getDeadline()), clock.instant()));
    }
  }

  /** Until the item's deadline, negative after it; empty where it has none. */
  Optional<Duration> timeLeft() {
    return item.hasDeadline()
        ? Optional.of(Duration.ofMillis(Timestamps.toMillis(item.getDeadline()) - clock.millis()))
        : Optional.empty();
  }

  @Override
  public void close() {
    onClose.accept(this);
  }

  private void stop(State next) {
    synchronized (this) {
      if (state == State.CANCELED || state == State.BEGUN && next == State.HANDED_BACK) {
        return;
      }
      state = next;
    }
    cancellation.cancel();
  }
}
