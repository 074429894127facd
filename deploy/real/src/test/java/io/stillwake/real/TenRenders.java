package io.stillwake.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Timestamp;
import io.stillwake.local.StackClient;
import io.stillwake.local.TestPhotos;
import io.stillwake.proto.RenderEvent;
import io.stillwake.proto.RenderState;
import io.stillwake.proto.WorkKind;
import io.stillwake.proto.WorkResult;
import io.stillwake.proto.WorkTimings;
import io.stillwake.storage.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** Ten small films under way at once, none of which shares anything with another. */
record TenRenders(StackClient stack, Set<String> ids) {

  private static final int COUNT = 10;
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final AtomicLong NEXT_PHOTO = new AtomicLong(1000);

  /** Returns as soon as some chunks are made, with most still to come. */
  static TenRenders underWay(StackClient stack) throws Exception {
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < COUNT; i++) {
      ids.add(
          stack.submit(
              StackClient.smallClip("flames sway, smoke drifts"),
              TestPhotos.jpeg(640, 480, NEXT_PHOTO.getAndIncrement())));
    }
    TenRenders renders = new TenRenders(stack, ids);
    renders.awaitFirstChunks();
    return renders;
  }

  /** All complete, each with one ending, and no chunk that was made is made again. */
  void assertEndedWellAndOnce() {
    assertAllCompleted();
    assertOneEndingEach();
    assertNoFinishedChunkAgain();
  }

  private void awaitFirstChunks() {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> results().stream().anyMatch(TenRenders::isGeneratedChunk));
  }

  private void assertAllCompleted() {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              for (String id : ids) {
                assertThat(state(id)).as(id).isEqualTo("completed");
              }
            });
  }

  /**
   * What a reader sees that reads only what is committed: one ending each, and it is a good one.
   */
  private void assertOneEndingEach() {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(endings()).hasSize(COUNT).containsOnlyKeys(ids));
    assertThat(endings().values()).containsOnly(List.of(RenderState.RENDER_STATE_COMPLETED));
  }

  /**
   * No chunk was begun again once it was made. Two workers may make one at the same time: a job
   * that goes on from a checkpoint asks again for what it asked for since.
   */
  private void assertNoFinishedChunkAgain() {
    Map<String, List<WorkTimings>> made =
        results().stream()
            .filter(TenRenders::isGeneratedChunk)
            .collect(
                Collectors.groupingBy(
                    WorkResult::getWorkId,
                    Collectors.mapping(WorkResult::getTimings, Collectors.toList())));
    assertThat(made).hasSizeGreaterThanOrEqualTo(COUNT);
    made.forEach(
        (chunk, times) -> {
          Instant firstMade =
              times.stream()
                  .map(each -> instant(each.getFinishedAt()))
                  .min(Comparator.naturalOrder())
                  .orElseThrow();
          assertThat(times)
              .as(chunk)
              .allMatch(each -> instant(each.getStartedAt()).isBefore(firstMade));
        });
  }

  /** How many different chunks these renders have. */
  int chunks() {
    return results().stream()
        .filter(TenRenders::isGeneratedChunk)
        .map(WorkResult::getWorkId)
        .collect(Collectors.toSet())
        .size();
  }

  private Map<String, List<RenderState>> endings() {
    return stack.committed(Topics.RENDER_EVENTS, RenderEvent.parser()).stream()
        .filter(event -> ids.contains(event.getRenderId()))
        .filter(event -> event.getState() != RenderState.RENDER_STATE_QUEUED)
        .collect(
            Collectors.groupingBy(
                RenderEvent::getRenderId,
                Collectors.mapping(RenderEvent::getState, Collectors.toList())));
  }

  private List<WorkResult> results() {
    return stack.committed(Topics.WORK_RESULTS, WorkResult.parser()).stream()
        .filter(result -> ids.contains(result.getRenderId()))
        .toList();
  }

  private static boolean isGeneratedChunk(WorkResult result) {
    return result.getKind() == WorkKind.WORK_KIND_FRAMES
        && result.hasOutput()
        && !result.getOutput().getReused();
  }

  private static Instant instant(Timestamp at) {
    return Instant.ofEpochSecond(at.getSeconds(), at.getNanos());
  }

  private String state(String id) throws Exception {
    JsonNode render = stack.api().render(id);
    return render.get("state").asText();
  }
}
