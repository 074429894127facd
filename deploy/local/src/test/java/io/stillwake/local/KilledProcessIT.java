package io.stillwake.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stillwake.proto.RenderEvent;
import io.stillwake.proto.WorkKind;
import io.stillwake.proto.WorkResult;
import io.stillwake.storage.Topics;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A SIGKILL of everything at once loses nothing that was finished. */
@ExtendWith(SharedStack.class)
class KilledProcessIT {

  @Test
  void aRenderGoesOnAfterAKillAndEndsInTheSameFilm(StackClient reference) throws Exception {
    Path photo = TestPhotos.jpeg(640, 480, 60);
    JsonNode expected = reference.end(reference.submit(clip(), photo));
    Path data = SharedStack.freshFolder("killed");

    String render;
    try (StackProcess first = StackProcess.start(data)) {
      render = first.client().submit(clip(), photo);
      first.client().until(render, state -> StackClient.done(state, "frames") >= 3);
      first.kill();
    }

    try (StackProcess second = StackProcess.start(data)) {
      JsonNode ended = second.client().end(render);
      assertThat(ended.get("state").asText()).isEqualTo("completed");
      assertThat(second.client().result(ended, "video"))
          .isEqualTo(reference.result(expected, "video"));
      assertThat(generations(second.client())).hasSizeGreaterThan(3).containsOnly(1L);
      assertThat(second.client().committed(Topics.RENDER_EVENTS, RenderEvent.parser())).hasSize(2);
    }
  }

  /** How often each chunk was made, rather than found, according to the results announced. */
  private static List<Long> generations(StackClient stack) {
    Map<String, Long> made =
        stack.committed(Topics.WORK_RESULTS, WorkResult.parser()).stream()
            .filter(result -> result.getKind() == WorkKind.WORK_KIND_FRAMES)
            .filter(result -> result.hasOutput() && !result.getOutput().getReused())
            .collect(Collectors.groupingBy(WorkResult::getWorkId, Collectors.counting()));
    return List.copyOf(made.values());
  }

  private static ObjectNode clip() {
    ObjectNode request = StackClient.request();
    request.putObject("size").put("width", 512).put("height", 384);
    request.putObject("animate").put("prompt", "flames, smoke").put("seconds", 8).put("fps", 24);
    return request;
  }
}
