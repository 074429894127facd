package io.stillwake.bench.stack;

import io.stillwake.jobs.JobName;
import java.util.List;

/**
 * How large a stack is.
 *
 * @param gpus virtual GPUs, each a process with a worker beside it
 * @param slots of each GPU
 * @param taskManagerHeapMb of the Flink cluster's one TaskManager
 * @param flow what runs of the way from an upload to its film
 */
record BenchShape(int gpus, int slots, int taskManagerHeapMb, Flow flow) {

  /** How much of the system there is. */
  enum Flow {
    /** DispatchJob alone: who loads it asks for work as a planner would. */
    DISPATCH(List.of(JobName.DISPATCH)),
    /** All jobs and ingest: it takes uploads and makes films. */
    WHOLE(List.of(JobName.values()));

    private final List<JobName> jobs;

    Flow(List<JobName> jobs) {
      this.jobs = jobs;
    }

    List<JobName> jobs() {
      return jobs;
    }
  }

  BenchShape {
    require("gpus", gpus, 1, 256);
    require("slots", slots, 1, 1024);
    require("heap-mb", taskManagerHeapMb, 256, 16_384);
  }

  private static void require(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s: %d (expected: %d to %d)".formatted(name, value, least, most));
    }
  }
}
