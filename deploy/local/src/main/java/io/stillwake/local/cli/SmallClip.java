package io.stillwake.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stillwake.inference.media.PictureCodec;
import io.stillwake.inference.media.RgbImage;
import io.stillwake.local.client.ApiClient;
import io.stillwake.proto.FamilyDescriptor;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The smallest and shortest clip that a family makes, of a picture of water under a sky. */
final class SmallClip {

  /** Models that are still loaded come to their work late; a pool without workers never. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final long MAX_SEED = 1L << 53;

  private final ApiClient api;
  private final FamilyDescriptor family;

  SmallClip(URI api, FamilyDescriptor family) {
    this.api = new ApiClient(api);
    this.family = family;
  }

  /**
   * @return what was made, and how long it took
   * @throws IllegalStateException where it was not made, and why
   */
  String make() throws Exception {
    FamilyListing.find(api.families(), family.getName());
    Path picture = Files.createTempFile("stillwake-doctor", ".png");
    try {
      int side = side();
      Files.write(picture, PictureCodec.png(lake(2 * Math.max(side, 64))));
      RenderSession session = new RenderSession(api);
      long from = System.nanoTime();
      String render =
          session.submit(request(side), Optional.of(Photo.open(picture)), new AssetFiles());
      requireCompleted(follow(session, render));
      return "%d frames of %dx%d in %.1f s"
          .formatted(
              Math.round(family.getMinSeconds() * family.getMinFps()),
              side,
              side,
              (System.nanoTime() - from) / 1e9);
    } finally {
      Files.deleteIfExists(picture);
    }
  }

  ObjectNode request(int side) {
    ObjectNode request = ApiClient.JSON.createObjectNode();
    request
        .put("family", family.getName())
        // Another one each time: what is in the store already would show nothing.
        .put("seed", ThreadLocalRandom.current().nextLong(MAX_SEED));
    request.putObject("size").put("width", side).put("height", side);
    request
        .putObject("animate")
        .put("prompt", "water ripples gently")
        .put("seconds", family.getMinSeconds())
        .put("fps", family.getMinFps());
    return request;
  }

  /** The smallest that the family takes. */
  int side() {
    int multiple = Math.max(2, family.getSideMultiple());
    return (Math.max(1, family.getMinSide()) + multiple - 1) / multiple * multiple;
  }

  private JsonNode follow(RenderSession session, String render) throws Exception {
    CompletableFuture<JsonNode> end =
        CompletableFuture.supplyAsync(() -> session.follow(render, ProgressDisplay.silent()));
    try {
      return end.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      JsonNode now = api.cancel(render);
      throw new IllegalStateException(
          "render %s is not done after %d s, %s (expected: workers of pool '%s')"
              .formatted(render, PATIENCE.toSeconds(), stages(now), family.getPool()),
          e);
    } catch (ExecutionException e) {
      throw new IOException("render " + render + ": " + e.getCause().getMessage(), e);
    }
  }

  private static void requireCompleted(JsonNode ended) {
    if (!ended.path("state").asText().equals("completed")) {
      JsonNode error = ended.path("error");
      throw new IllegalStateException(
          "render %s %s: %s (%s)"
              .formatted(
                  ended.path("id").asText(),
                  ended.path("state").asText(),
                  error.path("message").asText("no reason given"),
                  error.path("code").asText("none")));
    }
  }

  private static String stages(JsonNode render) {
    StringBuilder stages = new StringBuilder("stages:");
    render
        .path("stages")
        .forEach(
            stage ->
                stages
                    .append(' ')
                    .append(stage.path("stage").asText())
                    .append(' ')
                    .append(stage.path("done").asInt())
                    .append('/')
                    .append(stage.path("total").asInt()));
    return stages.toString();
  }

  private static RgbImage lake(int side) {
    byte[] pixels = new byte[side * side * 3];
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        boolean water = y > side / 2;
        double ripple = water ? 18 * Math.sin(0.5 * y + 0.07 * x) : 0;
        int at = 3 * (y * side + x);
        pixels[at] = (byte) (int) ((water ? 40 : 150 + 60.0 * y / side) + ripple);
        pixels[at + 1] = (byte) (int) ((water ? 90 : 180 + 40.0 * y / side) + ripple);
        pixels[at + 2] = (byte) (int) ((water ? 130 : 225) + ripple);
      }
    }
    return new RgbImage(side, side, pixels);
  }
}
