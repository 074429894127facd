package io.stillwake.bench.gpu;

/**
 * What a request id says: {@code <work>/<attempt>} or {@code <work>/<attempt>/<copy>}.
 *
 * @param attempt 1 where the id does not say, 0 where what it says is no number
 * @param copy 0 where the id does not say or what it says is no number
 */
record RequestId(String text, String work, int attempt, int copy) {

  static RequestId parse(String text) {
    String[] parts = text.split("/", -1);
    return new RequestId(
        text,
        parts[0],
        parts.length > 1 ? number(parts[1]) : 1,
        parts.length > 2 ? number(parts[2]) : 0);
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
