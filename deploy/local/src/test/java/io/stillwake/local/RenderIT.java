package io.stillwake.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stillwake.local.cli.Cli;
import io.stillwake.local.client.ApiClient;
import io.stillwake.proto.RenderEvent;
import io.stillwake.proto.RenderState;
import io.stillwake.storage.Topics;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Photos through the whole system, on the stack that ships. */
@ExtendWith(SharedStack.class)
class RenderIT {

  @TempDir private Path folder;

  @Test
  void oneCommandMakesAFilmOfExactlyTheFramesAskedFor(StackClient stack) throws Exception {
    Path film = folder.resolve("film.mp4");

    int exit =
        Cli.run(
            "animate",
            TestPhotos.jpeg(640, 480, 1).toString(),
            "--prompt=campfire flames sway, smoke drifts",
            "--size=256x192",
            "--seconds=2.5",
            "--fps=10",
            "--endpoint=" + stack.addresses().api(),
            "--output=" + film);

    assertThat(exit).isZero();
    Film probed = Film.probe(film);
    assertThat(probed.frames()).isEqualTo(25);
    assertThat(probed.codec()).isEqualTo("h264");
    assertThat(probed.pixelFormat()).isEqualTo("yuv420p");
    assertThat(probed.frameRate()).isEqualTo("10/1");
    assertThat(probed.width()).isEqualTo(256);
    assertThat(probed.height()).isEqualTo(192);
    assertThat(Film.boxes(film)).containsSubsequence("moov", "mdat");
  }

  @Test
  void aCompletedRenderHasAllResults(StackClient stack) throws Exception {
    String render =
        stack.submit(StackClient.smallClip("water ripples"), TestPhotos.jpeg(640, 480, 2));

    JsonNode ended = stack.end(render);

    assertThat(ended.get("state").asText()).isEqualTo("completed");
    String playlist = new String(stack.result(ended, "playlist"), UTF_8);
    assertThat(playlist).contains("#EXT-X-MAP", "segment-00000.m4s", "#EXT-X-ENDLIST");
    JsonNode manifest = ApiClient.JSON.readTree(stack.result(ended, "manifest"));
    assertThat(manifest.get("spec").get("seed").isNumber()).isTrue();
    assertThat(manifest.get("steps").size()).isGreaterThanOrEqualTo(5);
    assertThat(ended.at("/time/model_seconds").doubleValue()).isPositive();
    assertThat(ended.get("time")).isEqualTo(manifest.get("time"));
    assertThat(ImageIO.read(new ByteArrayInputStream(stack.result(ended, "poster")))).isNotNull();
  }

  @Test
  void aRunningRenderTellsWhenItIsLikelyToEnd(StackClient stack) throws Exception {
    String render =
        stack.submit(StackClient.smallClip("clouds drift"), TestPhotos.jpeg(640, 480, 6));

    List<JsonNode> told = new ArrayList<>();
    stack.until(
        render,
        state -> {
          told.add(state);
          return state.has("eta") || StackClient.TERMINAL.contains(state.get("state").asText());
        });

    JsonNode estimated = told.get(told.size() - 1);
    assertThat(estimated.path("eta_seconds").doubleValue()).isPositive();
    assertThat(stack.end(render).has("eta")).isFalse();
  }

  @Test
  void aRenderThatIsNotDoneInTimeFailsAtItsDeadline(StackClient stack) throws Exception {
    ObjectNode request = StackClient.smallClip("flames flicker").put("deadline_seconds", 1);
    ((ObjectNode) request.get("animate")).put("seconds", 10).put("fps", 24);

    JsonNode ended = stack.end(stack.submit(request, TestPhotos.jpeg(640, 480, 7)));

    assertThat(ended.get("state").asText()).isEqualTo("failed");
    assertThat(ended.at("/error/code").asText()).isEqualTo("deadline_passed");
    assertThat(ended.at("/error/retryable").booleanValue()).isTrue();
  }

  @Test
  void theFirstFrameIsThePreparedPicture(StackClient stack) throws Exception {
    String render =
        stack.submit(StackClient.smallClip("flames flicker"), TestPhotos.jpeg(512, 384, 3));

    JsonNode ended = stack.end(render);

    Path film = Files.write(folder.resolve("film.mp4"), stack.result(ended, "video"));
    BufferedImage picture = ImageIO.read(new ByteArrayInputStream(stack.result(ended, "picture")));
    assertThat(Film.psnr(Film.frame(film, 0, folder), picture)).isGreaterThanOrEqualTo(30);
  }

  @Test
  void stylizeGivesAPictureWithoutMetadata(StackClient stack) throws Exception {
    ObjectNode request = StackClient.request();
    request.putObject("stylize").put("style", "oil").put("strength", 1.0);

    JsonNode ended = stack.end(stack.submit(request, TestPhotos.jpeg(320, 240, 4)));

    assertThat(ended.get("state").asText()).isEqualTo("completed");
    assertThat(ended.get("results").has("video")).isFalse();
    BufferedImage picture = ImageIO.read(new ByteArrayInputStream(stack.result(ended, "picture")));
    assertThat(picture.getWidth()).isEqualTo(320);
  }

  @Test
  void theSameRenderTwiceCallsNoModelAgain(StackClient stack) throws Exception {
    Path photo = TestPhotos.jpeg(512, 384, 5);
    JsonNode first = stack.end(stack.submit(StackClient.smallClip("smoke drifts"), photo));
    long calls = stack.modelCalls();

    JsonNode second = stack.end(stack.submit(StackClient.smallClip("smoke drifts"), photo));

    assertThat(stack.modelCalls()).isEqualTo(calls);
    assertThat(stack.result(second, "video")).isEqualTo(stack.result(first, "video"));
  }

  @Test
  void tenRendersAtOnceAllEnd(StackClient stack) throws Exception {
    List<String> renders = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      ObjectNode request = StackClient.smallClip("water ripples, leaves rustle");
      ((ObjectNode) request.get("animate")).put("seconds", 1);
      renders.add(stack.submit(request, TestPhotos.jpeg(320, 240, 100 + i)));
    }

    List<String> states = new ArrayList<>();
    for (String render : renders) {
      states.add(stack.end(render).get("state").asText());
    }

    assertThat(states).hasSize(10).containsOnly("completed");
    List<RenderEvent> events = stack.committed(Topics.RENDER_EVENTS, RenderEvent.parser());
    for (String render : renders) {
      assertThat(events)
          .filteredOn(event -> event.getRenderId().equals(render))
          .extracting(RenderEvent::getState)
          .containsExactly(RenderState.RENDER_STATE_QUEUED, RenderState.RENDER_STATE_COMPLETED);
    }
  }
}
