package io.stillwake.jobs.intake;

import java.io.Serializable;
import java.time.Duration;

/**
 * How long a ticket waits for its upload.
 *
 * @param firstLook until a worker is sent to look for the object; each further look waits twice as
 *     long, at most {@link #LONGEST}
 * @param validity until the ticket expires
 */
public record Waiting(Duration firstLook, Duration validity) implements Serializable {

  private static final Duration LONGEST = Duration.ofHours(1);
  private static final int MOST_DOUBLINGS = 16;

  /**
   * @param looks how many there were
   */
  Duration afterLook(int looks) {
    Duration wait = firstLook.multipliedBy(1L << Math.min(MOST_DOUBLINGS, looks));
    return wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
  }
}
