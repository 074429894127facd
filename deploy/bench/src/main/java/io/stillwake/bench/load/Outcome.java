package io.stillwake.bench.load;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What became of an item. Times are epoch microseconds; null where it did not come so far.
 *
 * @param outcome ok, a failure's code, or "unanswered"
 * @param worker who answered
 */
record Outcome(
    String work,
    String render,
    String tenant,
    @JsonProperty("class") String workClass,
    int order,
    @JsonProperty("service_us") long serviceMicros,
    List<String> after,
    Long deadline,
    Long requested,
    Long answered,
    String outcome,
    String worker) {}
