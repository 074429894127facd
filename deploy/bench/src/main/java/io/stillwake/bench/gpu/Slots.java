package io.stillwake.bench.gpu;

import io.grpc.Status;
import io.stillwake.bench.gpu.SlotEvent.Ended;
import io.stillwake.bench.gpu.SlotEvent.Started;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The slots of one GPU. Each runs one call at a time; a call that finds none free waits, first come
 * first served. The lowest free slot is taken.
 *
 * <p>Times are read and logged under the lock, so that in the log a slot's calls never overlap.
 */
final class Slots implements AutoCloseable {

  private final String gpu;
  private final int count;
  private final GpuShared shared;

  private final BitSet busy = new BitSet();
  private final Set<GpuCall> waiting = new LinkedHashSet<>();
  private final SortedMap<Integer, GpuCall> running = new TreeMap<>();
  private long calls;
  private boolean closed;

  Slots(String gpu, int count, GpuShared shared) {
    this.gpu = gpu;
    this.count = count;
    this.shared = shared;
    shared.log().add(new SlotEvent.Up(gpu, count, shared.clock().micros()));
  }

  synchronized void submit(GpuCall call) throws Refusal {
    if (closed) {
      throw new Refusal(Status.UNAVAILABLE, "Server is stopping");
    }
    waiting.add(call);
    fill();
  }

  private void fill() {
    for (int slot = busy.nextClearBit(0);
        slot < count && !waiting.isEmpty();
        slot = busy.nextClearBit(slot)) {
      GpuCall next = waiting.iterator().next();
      waiting.remove(next);
      start(next, slot);
    }
  }

  private void start(GpuCall call, int slot) {
    GpuCall.Asked asked = call.asked();
    busy.set(slot);
    running.put(slot, call);
    call.slot = slot;
    call.number = ++calls;
    call.fault =
        shared
            .faults()
            .strike(
                new FaultRule.Target(gpu, slot, asked.id().work(), asked.model(), asked.tenant()));
    call.start = shared.clock().micros();
    shared
        .log()
        .add(
            new Started(
                gpu,
                slot,
                call.number,
                asked.id(),
                asked.model(),
                asked.tenant(),
                asked.render(),
                asked.arrived(),
                call.start,
                asked.serviceNanos() / 1_000));
    if (!call.isStruckBy(FaultKind.HANG)) {
      long nanos =
          call.fault.map(fault -> fault.nanos(asked.serviceNanos())).orElse(asked.serviceNanos());
      call.timer = shared.timer().schedule(() -> timeIsUp(call), nanos, TimeUnit.NANOSECONDS);
    }
  }

  private void timeIsUp(GpuCall call) {
    if (call.isStruckBy(FaultKind.DIE)) {
      shared.die().run();
      return;
    }
    synchronized (this) {
      if (!release(call, call.canceled ? Outcome.CANCELED : call.outcome())) {
        return;
      }
      fill();
      if (call.canceled) {
        return;
      }
    }
    shared.answers().execute(call::answer);
  }

  /** The client has gone: the call leaves the queue or its slot, unless it takes no notice. */
  synchronized void cancel(GpuCall call) {
    if (waiting.remove(call)) {
      return;
    }
    if (call.isStruckBy(FaultKind.IGNORE_CANCEL)) {
      call.canceled = true;
      return;
    }
    if (release(call, call.isStruckBy(FaultKind.HANG) ? Outcome.HUNG : Outcome.CANCELED)) {
      fill();
    }
  }

  /** False where the call does not run any more. */
  private boolean release(GpuCall call, Outcome outcome) {
    return release(call, outcome, call.fault.map(fault -> fault.kind().text()).orElse(""));
  }

  private boolean release(GpuCall call, Outcome outcome, String fault) {
    if (!running.remove(call.slot, call)) {
      return false;
    }
    busy.clear(call.slot);
    if (call.timer != null) {
      call.timer.cancel(false);
    }
    shared
        .log()
        .add(new Ended(gpu, call.slot, call.number, shared.clock().micros(), outcome, fault));
    return true;
  }

  /** A call and since when it runs, in microseconds since the epoch. */
  record Running(int slot, long call, RequestId id, String model, long start) {}

  /** What runs, by slot, and how many calls wait. */
  record State(String gpu, int slots, int waiting, List<Running> running) {}

  synchronized State state() {
    return new State(
        gpu,
        count,
        waiting.size(),
        running.values().stream()
            .map(
                call ->
                    new Running(
                        call.slot,
                        call.number,
                        call.asked().id(),
                        call.asked().model(),
                        call.start))
            .toList());
  }

  /** Ends every call; those that ran are logged as failed, with the fault {@code stopped}. */
  @Override
  public void close() {
    for (GpuCall call : stop("stopped")) {
      call.end(Status.UNAVAILABLE.withDescription("Server exiting").asRuntimeException());
    }
  }

  /**
   * Takes no more calls, and logs those that run as failed.
   *
   * @param fault which is said of them
   * @return the calls whose clients still wait
   */
  synchronized List<GpuCall> stop(String fault) {
    if (closed) {
      return List.of();
    }
    closed = true;
    List<GpuCall> stopped = new ArrayList<>(running.values());
    stopped.forEach(call -> release(call, Outcome.FAILED, fault));
    stopped.removeIf(call -> call.canceled);
    stopped.addAll(waiting);
    waiting.clear();
    shared.log().add(new SlotEvent.Down(gpu, shared.clock().micros()));
    return stopped;
  }
}
