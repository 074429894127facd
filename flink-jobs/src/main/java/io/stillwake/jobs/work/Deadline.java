package io.stillwake.jobs.work;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import io.stillwake.proto.RenderSpec;
import java.util.Optional;

/**
 * When nobody wants the result of a render any more.
 *
 * @param at empty where it is wanted whenever it comes
 */
public record Deadline(Optional<Timestamp> at) {

  public static final Deadline NONE = new Deadline(Optional.empty());

  /**
   * @param submittedAt what the spec counts its seconds from
   */
  public static Deadline of(RenderSpec spec, Timestamp submittedAt) {
    return spec.getDeadlineSeconds() > 0
        ? new Deadline(
            Optional.of(
                Timestamps.add(submittedAt, Durations.fromSeconds(spec.getDeadlineSeconds()))))
        : NONE;
  }

  public boolean hasPassed(Timestamp now) {
    return at.filter(end -> Timestamps.compare(now, end) >= 0).isPresent();
  }
}
