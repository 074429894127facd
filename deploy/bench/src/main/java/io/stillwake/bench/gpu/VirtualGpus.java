package io.stillwake.bench.gpu;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** The virtual GPUs of one process: one log, one timer, one set of fault rules. */
final class VirtualGpus implements AutoCloseable {

  // Putting 20 MB on the wire takes milliseconds, for which the timer has no time.
  private static final int ANSWERERS = 2;

  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "slot-timer"));
  private final ExecutorService answers =
      Executors.newFixedThreadPool(ANSWERERS, task -> new Thread(task, "slot-answers"));
  private final Faults faults = new Faults(System::nanoTime);
  private final SlotLog log;
  private final Runnable halt;
  private final List<VirtualGpu> gpus = new ArrayList<>();
  private AdminEndpoint admin;

  private VirtualGpus(GpuConfig config, Runnable halt) {
    timer.setRemoveOnCancelPolicy(true);
    log = SlotLog.open(config.log());
    this.halt = halt;
  }

  /**
   * @param halt ends the process as by SIGKILL, where a fault says so
   * @throws java.io.UncheckedIOException where a port is taken or the log cannot be written
   */
  static VirtualGpus start(GpuConfig config, Runnable halt) {
    VirtualGpus gpus = new VirtualGpus(config, halt);
    try {
      gpus.serve(config);
      return gpus;
    } catch (RuntimeException e) {
      gpus.close();
      throw e;
    }
  }

  private void serve(GpuConfig config) {
    faults.replace(config.faults());
    GpuShared shared =
        new GpuShared(
            new SlotClock(),
            log,
            config.times(),
            new OutputBuffers(),
            faults,
            timer,
            answers,
            this::die);
    for (GpuPlan plan : config.gpus()) {
      gpus.add(VirtualGpu.start(plan, shared));
    }
    if (config.adminPort().isPresent()) {
      admin = AdminEndpoint.start(config.adminPort().getAsInt(), faults, this::states);
    }
  }

  private List<Slots.State> states() {
    return gpus.stream().map(gpu -> gpu.slots().state()).toList();
  }

  List<VirtualGpu> gpus() {
    return List.copyOf(gpus);
  }

  OptionalInt adminPort() {
    return admin == null ? OptionalInt.empty() : OptionalInt.of(admin.port());
  }

  /** No client is told; the log says what ran, as nobody could say it afterwards. */
  private void die() {
    for (VirtualGpu gpu : gpus) {
      gpu.slots().stop(FaultKind.DIE.text());
    }
    log.close();
    halt.run();
  }

  /** Ends all calls, and writes the log to its end. */
  @Override
  public void close() {
    if (admin != null) {
      admin.close();
    }
    gpus.forEach(VirtualGpu::close);
    timer.shutdownNow();
    answers.shutdown();
    log.close();
  }
}
