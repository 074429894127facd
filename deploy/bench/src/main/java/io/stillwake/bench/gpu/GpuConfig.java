package io.stillwake.bench.gpu;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/**
 * What one process serves.
 *
 * @param log is continued where it is there
 * @param adminPort empty: no admin endpoint; 0: any port that is free
 */
record GpuConfig(
    List<GpuPlan> gpus,
    Path log,
    ServiceTimes times,
    List<FaultRule> faults,
    OptionalInt adminPort) {

  GpuConfig {
    gpus = List.copyOf(gpus);
    faults = List.copyOf(faults);
    if (gpus.isEmpty()) {
      throw new IllegalArgumentException("gpu: none (expected: at least one)");
    }
    if (gpus.stream().map(GpuPlan::name).distinct().count() < gpus.size()) {
      throw new IllegalArgumentException("gpu: %s (expected: names that differ)".formatted(gpus));
    }
  }
}
