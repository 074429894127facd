package io.stillwake.ingest.status;

import com.google.protobuf.Timestamp;
import java.time.Instant;

/** Times as messages carry them. An unset one reads as the epoch. */
final class Times {

  private Times() {}

  static Instant instant(Timestamp timestamp) {
    return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
  }

  /** An estimate to tell people: no more exact than it is. */
  static double tenths(double seconds) {
    return Math.round(seconds * 10) / 10.0;
  }
}
