package io.stillwake.bench.load;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What became of an item. Times are epoch microseconds; null where it did not come so far.
 *
 * @param serviceMicros null where only the slots' log knows
 * @param outcome ok, a failure's code, or "unanswered"
 * @param worker who answered
 */
public record Outcome(
    String work,
    String render,
    String tenant,
    @JsonProperty("class") String workClass,
    int order,
    @JsonProperty("service_us") Long serviceMicros,
    List<String> after,
    Long deadline,
    Long requested,
    Long answered,
    String outcome,
    String worker) {}
