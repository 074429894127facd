package io.stillwake.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.stillwake.ingest.spec.Families;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class FamiliesTest {

  @RegisterExtension final RunningIngest ingest = new RunningIngest();

  @Test
  void tellsWhatCanBeAskedFor() {
    JsonNode answer = Api.json(ingest.api().get("/v1/families"));

    assertThat(answer.path("default_family").textValue()).isEqualTo("reference");
    JsonNode family = answer.at("/families/0");
    assertThat(family.at("/styles/0/title").textValue()).isEqualTo("Oil painting");
    assertThat(family.at("/seconds/max").doubleValue()).isEqualTo(10);
    assertThat(family.at("/fps/by_default").doubleValue()).isEqualTo(24);
    assertThat(family.at("/sides/multiple").intValue()).isEqualTo(16);
  }

  @Test
  void tellsWhatMovesWhere() {
    JsonNode family = Api.json(ingest.api().get("/v1/families")).at("/families/0");

    assertThat(family.path("motions"))
        .isEqualTo(
            Api.json(
                """
                [{"name": "water", "title": "Ripples", "amount": 0.5, "regions": ["water"],
                  "words": ["waves"]},
                 {"name": "pan", "title": "Pan", "amount": 0.5, "regions": [], "group": "camera",
                  "words": []}]
                """));
    assertThat(family.at("/regions/0/title").textValue()).isEqualTo("Lakes, rivers, the sea");
  }

  @Test
  void tellsWhichStylesAreLightsAndWhatItCanDo() {
    JsonNode family = Api.json(ingest.api().get("/v1/families")).at("/families/0");

    assertThat(family.path("styles").findValuesAsText("light")).containsExactly("false", "true");
    assertThat(family.path("can"))
        .isEqualTo(
            Api.json(
                """
                {"restore": true, "stylize": true, "style_picture": false, "plan": true,
                 "regions": true, "refine": true, "loop": false}
                """));
  }

  @Test
  void doesNotStartWithoutFamilies(@TempDir Path empty) {
    assertThatThrownBy(() -> Families.read(empty))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(empty.toString());
  }

  @Test
  void doesNotStartWithADescriptorThatCannotBeRead(@TempDir Path folder) throws IOException {
    Path family = Files.createDirectories(folder.resolve("magic"));
    Files.writeString(family.resolve("family.json"), "{\"colour\": 1}");

    assertThatThrownBy(() -> Families.read(folder)).hasMessageContaining("colour");
  }
}
