package io.stillwake.bench.film;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/**
 * A work on the way to a film. Times are epoch microseconds; null where it did not come so far.
 *
 * @param kind as {@code prepare}
 * @param after the works of this film whose outputs it needs
 * @param requested when a job asked for it
 * @param started when a worker took it
 * @param finished when its output was stored
 * @param answered when its result was read here
 * @param millis where the time went, by the words of WorkTimings
 */
record Step(
    String work,
    String kind,
    List<String> after,
    Long requested,
    Long started,
    Long finished,
    Long answered,
    @JsonProperty("ms") Map<String, Long> millis) {}
