package io.stillwake.ingest.status;

import java.time.Duration;

/**
 * How much of the past stays in memory. What is forgotten is answered from the store.
 *
 * @param replay how long an ended render's progress can be replayed to clients that come back
 * @param ended how long an ended render stays listed
 * @param maxEnded how many ended renders stay listed
 * @param silent how long a render that nothing is heard of stays: longer than the topics keep
 */
public record Retention(Duration replay, Duration ended, int maxEnded, Duration silent) {

  public static Retention standard() {
    return new Retention(Duration.ofMinutes(15), Duration.ofHours(24), 10_000, Duration.ofDays(8));
  }
}
