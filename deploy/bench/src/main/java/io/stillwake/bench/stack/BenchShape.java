package io.stillwake.bench.stack;

/**
 * How large a stack is.
 *
 * @param gpus virtual GPUs, each a process with a worker beside it
 * @param slots of each GPU
 * @param taskManagerHeapMb of the Flink cluster's one TaskManager
 */
record BenchShape(int gpus, int slots, int taskManagerHeapMb) {

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
