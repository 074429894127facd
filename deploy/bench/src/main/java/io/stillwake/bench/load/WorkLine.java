package io.stillwake.bench.load;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * An item of a work list: one JSON line, the same for every system that is measured.
 *
 * @param work its id, 64 hex digits
 * @param workClass interactive or batch
 * @param order of play inside its render
 * @param at when it may be requested, microseconds from the start
 * @param serviceMicros how long the virtual GPU takes for it
 * @param costSeconds the estimate that its request carries
 * @param width of the picture, pixels
 * @param frames latent frames to make
 * @param after the items whose output it needs: it is requested when they are answered
 * @param deadline microseconds from the start; null: none
 * @param extra nobody waits for it: it is dropped when all else is answered
 */
record WorkLine(
    String work,
    String render,
    String tenant,
    @JsonProperty("class") String workClass,
    int order,
    long at,
    @JsonProperty("service_us") long serviceMicros,
    @JsonProperty("cost_seconds") double costSeconds,
    int width,
    int height,
    int frames,
    List<String> after,
    Long deadline,
    boolean extra) {

  WorkLine {
    after = after == null ? List.of() : List.copyOf(after);
  }
}
