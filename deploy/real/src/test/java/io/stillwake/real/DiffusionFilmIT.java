package io.stillwake.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stillwake.local.Film;
import io.stillwake.local.StackClient;
import io.stillwake.local.TestPhotos;
import io.stillwake.local.cli.Cli;
import io.stillwake.proto.LatentChunk;
import io.stillwake.proto.RenderPlan;
import io.stillwake.proto.WorkKind;
import io.stillwake.proto.WorkResult;
import io.stillwake.storage.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Films of the diffusion families through Kafka and Flink: the real pipelines of diffusers behind
 * two real Tritons, on the CPU, with tiny random weights.
 */
class DiffusionFilmIT {

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String ENGINE = "stillwake_diffusion.engine.service";

  private static RealStack stack;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws Exception {
    stack = new RealStack(RunningStack.freshFolder("diffusion"), RunningStack.installed());
    stack.serve(TinyFamilies.write(RunningStack.freshFolder("tiny-families")));
    stack.up(part -> {});
  }

  @AfterAll
  static void stop() throws Exception {
    stack.down();
  }

  @ParameterizedTest
  @CsvSource({
    // Between anchors, which are made first: 25 frames are latent frames 0 to 6.
    "wan, 8, 3, 24, 3",
    // Windows that overlap, each from its anchor.
    "wan-5b, 8, 3, 24, 3",
    "ltx, 8, 4, 32, 2",
    // All in one call.
    "svd, 8, 1, 8, 1",
  })
  void filmHasAllItsFrames(String family, int fps, int seconds, int frames, int chunks)
      throws Exception {
    StackClient client = client();
    String id = client.submit(clip(family, fps, seconds), TestPhotos.jpeg(256, 256, 31));
    JsonNode render = client.end(id);

    assertThat(render.get("state").asText()).as(render.toPrettyString()).isEqualTo("completed");
    Path film = Files.write(folder.resolve("film.mp4"), client.result(render, "video"));
    Film probed = Film.probe(film);
    assertThat(probed.frames()).isEqualTo(frames);
    assertThat(List.of(probed.width(), probed.height())).isEqualTo(List.of(128, 128));
    RenderPlan plan = plan(id);
    assertThat(plan.getChunksCount()).isEqualTo(chunks);
    assertThat(plan.getWarningsList()).isEmpty();
  }

  @Test
  void filmIsTheSameHoweverItWasMade() throws Exception {
    Path photo = TestPhotos.jpeg(256, 256, 32);
    StackClient calm = client().as("calm");
    JsonNode undisturbed = calm.end(calm.submit(clip("wan", 8, 4), photo));

    StackClient stormy = client().as("stormy");
    String id = stormy.submit(clip("wan", 8, 4), photo);
    await().atMost(PATIENCE).until(() -> !made(id, WorkKind.WORK_KIND_FRAMES).isEmpty());
    assertThat(engine("triton-1", "wan").destroyForcibly()).isTrue();
    JsonNode disturbed = stormy.end(id);

    assertThat(stormy.result(disturbed, "video")).isEqualTo(calm.result(undisturbed, "video"));
    Map<String, Long> times =
        made(id, WorkKind.WORK_KIND_FRAMES).stream()
            .filter(result -> !result.getOutput().getReused())
            .collect(Collectors.groupingBy(WorkResult::getWorkId, Collectors.counting()));
    assertThat(times)
        .hasSize(plan(id).getChunksCount())
        .allSatisfy((work, n) -> assertThat(n).isOne());
  }

  @Test
  void bothTritonsMakeChunksOfOneFilm() throws Exception {
    stack.up(part -> {});
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ids.add(client().submit(clip("wan", 8, 6), TestPhotos.jpeg(256, 256, 40 + i)));
    }
    for (String id : ids) {
      assertThat(client().end(id).get("state").asText()).isEqualTo("completed");
    }

    assertThat(
            ids.stream()
                .flatMap(id -> made(id, WorkKind.WORK_KIND_FRAMES).stream())
                .map(WorkResult::getWorker)
                .collect(Collectors.toSet()))
        .containsExactlyInAnyOrder("worker-1", "worker-2");
  }

  @Test
  void canceledFilmLeavesTheEnginesFree() throws Exception {
    stack.up(part -> {});
    StackClient client = client();
    String id = client.submit(clip("wan", 8, 20), TestPhotos.jpeg(256, 256, 50));
    client.until(id, render -> StackClient.done(render, "frames") > 0);

    client.api().cancel(id);

    assertThat(client.end(id).get("state").asText()).isEqualTo("canceled");
    String next = client.submit(clip("svd", 8, 1), TestPhotos.jpeg(256, 256, 51));
    assertThat(client.end(next).get("state").asText()).isEqualTo("completed");
    assertThat(made(id, WorkKind.WORK_KIND_FRAMES)).hasSizeLessThan(plan(id).getChunksCount());
  }

  @Test
  void doctorFindsTheFamilyWell() throws Exception {
    stack.up(part -> {});
    assertThat(
            Cli.run(
                "doctor",
                "--family=wan",
                "--data=" + stack.folder(),
                "--python=" + RunningStack.installed().diffusion().resolve("bin/python")))
        .isZero();
  }

  private static StackClient client() throws Exception {
    return new StackClient(stack.addresses());
  }

  private static ObjectNode clip(String family, int fps, int seconds) {
    ObjectNode request = StackClient.request().put("family", family);
    request.putObject("size").put("width", 128).put("height", 128);
    request
        .putObject("animate")
        .put("prompt", "clouds drift over the lake")
        .put("seconds", seconds)
        .put("fps", fps);
    return request;
  }

  private static RenderPlan plan(String id) throws Exception {
    return client().committed(Topics.LATENT_CHUNKS, LatentChunk.parser()).stream()
        .filter(chunk -> chunk.getRenderId().equals(id) && chunk.hasPlan())
        .map(LatentChunk::getPlan)
        .findFirst()
        .orElseThrow();
  }

  private static List<WorkResult> made(String id, WorkKind kind) {
    try {
      return client().committed(Topics.WORK_RESULTS, WorkResult.parser()).stream()
          .filter(result -> result.getRenderId().equals(id) && result.getKind() == kind)
          .filter(WorkResult::hasOutput)
          .toList();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** The process that holds a family's weights for a Triton. */
  private static ProcessHandle engine(String triton, String family) {
    return stack
        .kept(triton)
        .process()
        .orElseThrow()
        .descendants()
        .filter(
            child -> {
              List<String> arguments = List.of(child.info().arguments().orElse(new String[0]));
              return arguments.contains(ENGINE)
                  && arguments.stream().anyMatch(each -> each.contains("/" + family + "-"));
            })
        .findFirst()
        .orElseThrow();
  }
}
