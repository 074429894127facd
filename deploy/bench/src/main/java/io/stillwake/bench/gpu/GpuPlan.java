package io.stillwake.bench.gpu;

/**
 * One virtual GPU.
 *
 * @param port on the loopback; 0: any that is free
 * @param slots 1 to 1,024 calls at once
 */
record GpuPlan(String name, int port, int slots) {

  private static final int MOST_SLOTS = 1_024;

  GpuPlan {
    require(!name.isBlank(), "name", name, "a name");
    require(port >= 0 && port <= 65_535, "port", port, "0 to 65535");
    require(slots >= 1 && slots <= MOST_SLOTS, "slots", slots, "1 to " + MOST_SLOTS);
  }

  /**
   * Reads {@code name:port:slots}.
   *
   * @throws IllegalArgumentException where it is not that
   */
  static GpuPlan parse(String text) {
    String[] parts = text.split(":", -1);
    require(parts.length == 3, "gpu", text, "name:port:slots");
    try {
      return new GpuPlan(parts[0], Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "gpu: '%s' (expected: name:port:slots)".formatted(text), e);
    }
  }

  private static void require(boolean holds, String what, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "%s: '%s' (expected: %s)".formatted(what, value, expected));
    }
  }
}
