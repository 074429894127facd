package io.stillwake.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stillwake.local.client.ApiClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** How a clip was split over the models does not show in it. */
@ExtendWith(SharedStack.class)
class ChunkingIT {

  @TempDir private Path folder;

  @Test
  void oneChunkAndManyChunksGiveTheSameFilm(StackClient many) throws Exception {
    Path photo = TestPhotos.jpeg(512, 384, 50);
    ObjectNode request = StackClient.smallClip("water ripples, flames flicker, leaves rustle");
    ((ObjectNode) request.get("animate")).put("seconds", 4);
    JsonNode split = many.end(many.submit(request.deepCopy(), photo));

    JsonNode whole;
    byte[] wholeFilm;
    try (LocalStack stack =
        LocalStack.start(
            new LocalStackConfig(
                SharedStack.freshFolder("one-chunk"), familiesWithChunksOf(1000), true),
            part -> {})) {
      StackClient one = new StackClient(stack.addresses());
      whole = one.end(one.submit(request.deepCopy(), photo));
      assertThat(frames(one, whole)).isEqualTo(1);
      wholeFilm = one.result(whole, "video");
    }

    assertThat(frames(many, split)).isGreaterThan(1);
    assertThat(many.result(split, "video")).isEqualTo(wholeFilm);
  }

  private static long frames(StackClient stack, JsonNode render) throws Exception {
    JsonNode manifest = ApiClient.JSON.readTree(stack.result(render, "manifest"));
    long frames = 0;
    for (JsonNode step : manifest.get("steps")) {
      frames += step.get("kind").asText().equals("frames") ? 1 : 0;
    }
    return frames;
  }

  private Path familiesWithChunksOf(int frames) throws IOException {
    Path original = SharedStack.families();
    List<Path> files;
    try (Stream<Path> all = Files.walk(original.resolve("reference"))) {
      files =
          all.filter(Files::isRegularFile)
              .filter(
                  file ->
                      file.startsWith(original.resolve("reference/models"))
                          || file.endsWith("family.json"))
              .toList();
    }
    for (Path file : files) {
      Path copy = folder.resolve(original.relativize(file));
      Files.createDirectories(copy.getParent());
      Files.copy(file, copy);
    }
    Path descriptor = folder.resolve("reference/family.json");
    ObjectNode family = (ObjectNode) ApiClient.JSON.readTree(Files.readAllBytes(descriptor));
    family.put("framesPerChunk", frames);
    Files.write(descriptor, ApiClient.JSON.writeValueAsBytes(family));
    return folder;
  }
}
