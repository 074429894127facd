package io.stillwake.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stillwake.proto.RenderEvent;
import io.stillwake.proto.RenderState;
import io.stillwake.storage.Topics;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A cancelled render stops what it had running and ends once. */
@ExtendWith(SharedStack.class)
class CancelIT {

  @Test
  void cancellingStopsRunningCalls(StackClient stack) throws Exception {
    ObjectNode request = StackClient.request();
    request.putObject("size").put("width", 768).put("height", 512);
    request.putObject("animate").put("prompt", "flames").put("seconds", 10).put("fps", 24);
    long before = canceledCalls(stack);
    String render = stack.submit(request, TestPhotos.jpeg(900, 600, 40));
    stack.until(render, state -> StackClient.done(state, "frames") >= 1);

    stack.api().cancel(render);

    JsonNode ended = stack.end(render);
    assertThat(ended.get("state").asText()).isEqualTo("canceled");
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(canceledCalls(stack)).isGreaterThan(before));
    assertThat(stack.committed(Topics.RENDER_EVENTS, RenderEvent.parser()))
        .filteredOn(event -> event.getRenderId().equals(render))
        .extracting(RenderEvent::getState)
        .containsExactly(RenderState.RENDER_STATE_QUEUED, RenderState.RENDER_STATE_CANCELED);
  }

  /** Triton counts a cancelled call among the failed ones. */
  private static long canceledCalls(StackClient stack) {
    return stack.statistics("reference-frames").getInferenceStats().getFail().getCount();
  }
}
