package io.stillwake.bench.peer;

/** Which of several GPUs a call goes to. */
enum Choice {
  /** One after the other. */
  ROUND,
  /** The one with the fewest calls of this program. */
  LEAST
}
