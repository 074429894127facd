package io.stillwake.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.stillwake.local.cli.Cli;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What people look at and change by hand, through the command: maps, masks and earlier frames. */
@ExtendWith(SharedStack.class)
class ByHandIT {

  private static final int WIDTH = 320;
  private static final int HEIGHT = 240;

  @TempDir private Path folder;

  @Test
  void aMapThatRegionsGivesIsAMaskThatAnimateTakes(StackClient stack) throws Exception {
    String photo = TestPhotos.jpeg(WIDTH, HEIGHT, 40).toString();
    Path maps = folder.resolve("maps");
    Path film = folder.resolve("film.mp4");

    int looked = run(stack, "regions", photo, "--output=" + maps);
    int moved =
        run(
            stack,
            "animate",
            photo,
            "--mask=water=" + maps.resolve("water.png") + "@right",
            "--stroke=smoke=160,120;150,60;170,20",
            "--keep-still=" + maps.resolve("still.png"),
            "--size=256x192",
            "--seconds=1",
            "--fps=12",
            "--output=" + film);

    assertThat(List.of(looked, moved)).containsOnly(0);
    assertThat(names(maps)).contains("overview.png", "water.png", "flame.png", "still.png");
    BufferedImage water = ImageIO.read(maps.resolve("water.png").toFile());
    assertThat(water.getWidth()).isEqualTo(WIDTH);
    assertThat(water.getHeight()).isEqualTo(HEIGHT);
    assertThat(Film.probe(film).frames()).isEqualTo(12);
    JsonNode motions = newest(stack).at("/plan/motions");
    assertThat(motions.findValuesAsText("motion")).contains("water", "smoke");
  }

  @Test
  void aMaskOfAnotherSizeFailsTheRender(StackClient stack) throws Exception {
    Path mask = folder.resolve("mask.png");
    ImageIO.write(
        new BufferedImage(HEIGHT, WIDTH, BufferedImage.TYPE_BYTE_GRAY), "png", mask.toFile());

    int exit =
        run(
            stack,
            "animate",
            TestPhotos.jpeg(WIDTH, HEIGHT, 41).toString(),
            "--mask=water=" + mask,
            "--seconds=1");

    assertThat(exit).isEqualTo(1);
    JsonNode error = newest(stack).path("error");
    assertThat(error.path("code").asText()).isEqualTo("mask_size_mismatch");
    assertThat(error.path("message").asText()).contains("240x320", "320x240");
  }

  @Test
  void aFrameOfAFilmIsTheNextSource(StackClient stack) throws Exception {
    String earlier =
        stack.submit(StackClient.smallClip("smoke drifts"), TestPhotos.jpeg(WIDTH, HEIGHT, 42));
    stack.end(earlier);
    Path picture = folder.resolve("frame.png");

    int there = run(stack, "restore", "--from=" + earlier, "--frame=23", "--output=" + picture);
    int beyond = run(stack, "restore", "--from=" + earlier, "--frame=24", "--output=" + picture);

    assertThat(there).isZero();
    assertThat(beyond).isEqualTo(2);
    assertThat(ImageIO.read(picture.toFile())).isNotNull();
    assertThat(newest(stack).at("/spec/from/frame").asInt()).isEqualTo(23);
  }

  private static int run(StackClient stack, String... arguments) {
    return Cli.run(
        Stream.concat(Stream.of(arguments), Stream.of("--endpoint=" + stack.addresses().api()))
            .toArray(String[]::new));
  }

  private static JsonNode newest(StackClient stack) throws Exception {
    String id = stack.api().renders(1).at("/renders/0/id").asText();
    return stack.api().render(id);
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
