package io.stillwake.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stillwake.local.client.ApiClient;
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

/** Steps one after another, places by the user's hand, and results as sources. */
@ExtendWith(SharedStack.class)
class ChainIT {

  @TempDir private Path folder;

  @Test
  void aSmallPhotoIsRestoredPaintedMovedAndRefinedInOneRequest(StackClient stack) throws Exception {
    ObjectNode request = StackClient.smallClip("flames flicker, the camera moves gently");
    request.putObject("restore").put("strength", 0.6);
    request.putObject("stylize").put("prompt", "as an oil painting at golden hour");
    request.putObject("refine").put("strength", 0.5);

    JsonNode ended = stack.end(stack.submit(request, TestPhotos.jpeg(160, 120, 50)));

    assertThat(ended.get("state").asText()).isEqualTo("completed");
    JsonNode manifest = ApiClient.JSON.readTree(stack.result(ended, "manifest"));
    assertThat(texts(manifest.get("models")))
        .containsExactly(
            "reference-restore",
            "reference-regions",
            "reference-stylize",
            "reference-anchors",
            "reference-frames",
            "reference-decode",
            "reference-refine");
    assertThat(manifest.at("/plan/style/style").asText()).isEqualTo("oil");
    assertThat(manifest.at("/plan/style/light").asText()).isEqualTo("golden-hour");
    Film film = Film.probe(Files.write(folder.resolve("film.mp4"), stack.result(ended, "video")));
    assertThat(film.frames()).isEqualTo(24);
    assertThat(film.width()).isEqualTo(256);
    assertThat(film.height()).isEqualTo(192);
  }

  @Test
  void otherWordsOnTheSamePhotoMakeOnlyTheFilmAgain(StackClient stack) throws Exception {
    Path photo = TestPhotos.jpeg(320, 240, 51);
    stack.end(stack.submit(painted("water ripples"), photo));
    long maps = calls(stack, "regions");
    long pictures = calls(stack, "stylize");

    JsonNode second = stack.end(stack.submit(painted("rain, the water flows"), photo));

    assertThat(second.get("state").asText()).isEqualTo("completed");
    assertThat(calls(stack, "regions")).isEqualTo(maps);
    assertThat(calls(stack, "stylize")).isEqualTo(pictures);
  }

  @Test
  void whatIsPaintedMovesAndWhatIsKeptStillDoesNot(StackClient stack) throws Exception {
    ObjectNode request = StackClient.smallClip("");
    ObjectNode animate = (ObjectNode) request.get("animate");
    animate.put("motion_strength", 1);
    ObjectNode mask = animate.putArray("masks").addObject();
    mask.put("motion", "water").put("mask", asset(stack, half(320, 240, true)));
    mask.putArray("direction").add(1).add(0);
    animate.put("keep_still", asset(stack, half(320, 240, false)));

    JsonNode ended = stack.end(stack.submit(request, TestPhotos.jpeg(320, 240, 52)));

    JsonNode manifest = ApiClient.JSON.readTree(stack.result(ended, "manifest"));
    assertThat(texts(manifest.get("models"))).contains("reference-brush");
    assertThat(manifest.at("/plan/motions/0/motion").asText()).isEqualTo("water");
    assertThat(manifest.at("/plan/coverage/water").asDouble()).isBetween(0.35, 0.65);
    assertThat(manifest.get("warnings")).isEmpty();
    Path film = Files.write(folder.resolve("film.mp4"), stack.result(ended, "video"));
    BufferedImage first = Film.frame(film, 0, folder);
    BufferedImage later = Film.frame(film, 18, folder);
    assertThat(change(first, later, 10, 110)).isGreaterThan(3 * change(first, later, 146, 246));
  }

  @Test
  void aMaskOfAnotherSizeFailsTheRenderAndNamesBoth(StackClient stack) throws Exception {
    ObjectNode request = StackClient.smallClip("");
    ((ObjectNode) request.get("animate")).put("keep_still", asset(stack, half(300, 200, true)));

    JsonNode ended = stack.end(stack.submit(request, TestPhotos.jpeg(320, 240, 53)));

    assertThat(ended.at("/error/code").asText()).isEqualTo("mask_size_mismatch");
    assertThat(ended.at("/error/message").asText()).contains("keep_still", "300x200", "320x240");
  }

  @Test
  void mapsAreAResultAndFitAsMasks(StackClient stack) throws Exception {
    Path photo = TestPhotos.jpeg(320, 240, 54);
    ObjectNode look = StackClient.request();
    look.put("regions", true);

    JsonNode shown = stack.end(stack.submit(look, photo));

    assertThat(shown.get("state").asText()).isEqualTo("completed");
    JsonNode maps = shown.at("/results/regions");
    assertThat(maps.has("overview")).isTrue();
    Path water = folder.resolve("water.png");
    stack.api().download(maps.get("water").asText(), water);
    BufferedImage map = ImageIO.read(water.toFile());
    assertThat(List.of(map.getWidth(), map.getHeight())).containsExactly(320, 240);
    ObjectNode request = StackClient.smallClip("");
    ObjectNode mask = ((ObjectNode) request.get("animate")).putArray("masks").addObject();
    mask.put("motion", "water").put("mask", asset(stack, water));
    assertThat(stack.end(stack.submit(request, photo)).get("state").asText())
        .isEqualTo("completed");
  }

  @Test
  void aFrameOfAFilmIsTheNextSource(StackClient stack) throws Exception {
    JsonNode film =
        stack.end(stack.submit(StackClient.smallClip("flames"), TestPhotos.jpeg(320, 240, 55)));
    ObjectNode request = StackClient.request();
    request.putObject("from").put("render", film.get("id").asText()).put("frame", 7);
    request.putObject("restore").put("strength", 0.0).put("upscale", "none");

    String next = stack.api().submit(request).get("render").get("id").asText();
    JsonNode ended = stack.end(next);

    assertThat(ended.get("state").asText()).isEqualTo("completed");
    Path file = Files.write(folder.resolve("film.mp4"), stack.result(film, "video"));
    BufferedImage picture = ImageIO.read(new ByteArrayInputStream(stack.result(ended, "picture")));
    assertThat(Film.psnr(Film.frame(file, 7, folder), picture)).isGreaterThan(35);
  }

  private static ObjectNode painted(String prompt) {
    ObjectNode request = StackClient.smallClip(prompt);
    request.putObject("stylize").put("style", "watercolor");
    return request;
  }

  private static long calls(StackClient stack, String model) {
    return stack.statistics("reference-" + model).getInferenceStats().getSuccess().getCount();
  }

  private static String asset(StackClient stack, Path picture) throws Exception {
    return stack.api().keepAsset(picture).get("id").asText();
  }

  private Path half(int width, int height, boolean left) throws Exception {
    BufferedImage mask = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        mask.getRaster().setSample(x, y, 0, x < width / 2 == left ? 255 : 0);
      }
    }
    Path file = folder.resolve("mask-%dx%d-%s.png".formatted(width, height, left));
    ImageIO.write(mask, "png", file.toFile());
    return file;
  }

  /** Mean difference of green between two columns. */
  private static double change(BufferedImage first, BufferedImage later, int from, int to) {
    double sum = 0;
    for (int y = 0; y < first.getHeight(); y++) {
      for (int x = from; x < to; x++) {
        sum += Math.abs((first.getRGB(x, y) >> 8 & 0xff) - (later.getRGB(x, y) >> 8 & 0xff));
      }
    }
    return sum / first.getHeight() / (to - from);
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
