package io.stillwake.jobs.dispatch;

/** How often an item is tried, and how long it rests between. */
final class Attempts {

  static final int MAX = 5;

  private static final long FIRST_REST_MS = 1_000;
  private static final long LONGEST_REST_MS = 60_000;

  private Attempts() {}

  /**
   * 1 s, 4 s, 16 s, 60 s: together longer than a pod takes to come back. Workers wait for their own
   * store and model before they give an attempt up, so what arrives here is already stubborn.
   *
   * @param failed the attempt that failed, from 1
   */
  static long restAfter(int failed) {
    return Math.min(LONGEST_REST_MS, FIRST_REST_MS << (2 * (failed - 1)));
  }
}
