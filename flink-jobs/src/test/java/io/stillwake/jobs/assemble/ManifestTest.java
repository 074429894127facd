package io.stillwake.jobs.assemble;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stillwake.proto.AssemblyUpdate;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ManifestTest {

  @Test
  void ofAFilm() throws Exception {
    assertThat(text(SomeEnding.completed())).isEqualTo(golden("film.json"));
  }

  @Test
  void ofAPicture() throws Exception {
    assertThat(text(SomeEnding.picture())).isEqualTo(golden("picture.json"));
  }

  @Test
  void ofAFailure() throws Exception {
    assertThat(text(SomeEnding.failed())).isEqualTo(golden("failed.json"));
  }

  @Test
  void cancellationHasNoResults() throws Exception {
    JsonNode manifest = new ObjectMapper().readTree(Manifest.of(SomeEnding.canceled()));

    assertThat(manifest.path("state").asText()).isEqualTo("canceled");
    assertThat(manifest.path("results").isEmpty()).isTrue();
    assertThat(manifest.has("error")).isFalse();
  }

  @Test
  void everyStepIsThereWithItsWork() throws Exception {
    JsonNode manifest = new ObjectMapper().readTree(Manifest.of(SomeEnding.completed()));

    List<String> kinds = new ArrayList<>();
    manifest.path("steps").forEach(step -> kinds.add(step.path("kind").asText()));
    assertThat(kinds)
        .containsExactly(
            "prepare",
            "frames",
            "frames",
            "frames",
            "frames",
            "decode",
            "decode",
            "decode",
            "assemble");
  }

  private static String text(AssemblyUpdate update) {
    return new String(Manifest.of(update), UTF_8);
  }

  /** Without the newline that ends a text file. */
  private static String golden(String name) throws Exception {
    try (InputStream in = ManifestTest.class.getResourceAsStream("manifest/" + name)) {
      return new String(in.readAllBytes(), UTF_8).stripTrailing();
    }
  }
}
