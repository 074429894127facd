package io.stillwake.bench.gpu;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What the GPUs of one process share.
 *
 * @param timer ends calls; does nothing that takes long
 * @param answers puts outputs on the wire
 * @param die ends the process in the middle of a call
 */
record GpuShared(
    SlotClock clock,
    SlotLog log,
    ServiceTimes times,
    OutputBuffers outputs,
    Faults faults,
    ScheduledExecutorService timer,
    Executor answers,
    Runnable die) {}
