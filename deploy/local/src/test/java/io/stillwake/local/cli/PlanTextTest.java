package io.stillwake.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.stillwake.local.client.ApiClient;
import org.junit.jupiter.api.Test;

class PlanTextTest {

  private static final JsonNode FAMILY =
      json(
          """
          {"motions": [{"name": "water", "regions": ["water"]}, {"name": "waves", "regions": ["water"]},
                       {"name": "dolly", "regions": []}],
           "regions": [{"name": "water"}, {"name": "sky"}, {"name": "hair", "title": "Hair and fur"}]}
          """);

  @Test
  void saysWhatMovesAndHowMuchOfThePictureThatIs() {
    JsonNode plan =
        json(
            """
            {"motions": [{"motion": "water", "amount": 0.4}, {"motion": "waves", "amount": 0},
                         {"motion": "dolly", "amount": 0.2}],
             "coverage": {"water": 0.123}}
            """);

    assertThat(new PlanText(plan, FAMILY).lines())
        .containsExactly("moves: water (12 % of the picture), dolly");
  }

  @Test
  void saysWhichStyleAndLightTheWordsCameTo() {
    assertThat(style("'style': 'charcoal', 'light': 'dusk-light'"))
        .isEqualTo("paints: charcoal, dusk-light");
    assertThat(style("'style': '', 'light': 'dusk-light'")).isEqualTo("paints: dusk-light");
    assertThat(style("'style': '', 'light': ''")).isEqualTo("paints: like the style picture");
  }

  @Test
  void saysNothingOfAPlanThatIsNotThere() {
    assertThat(new PlanText(json("{}"), FAMILY).lines()).isEmpty();
  }

  @Test
  void tellsOfEachRegionItsShareAndWhatCanMoveThere() {
    assertThat(RegionTable.lines(json("{\"hair\": 0.0042, \"water\": 0.3, \"sky\": 0.0}"), FAMILY))
        .containsExactly(
            "region         share  what can move there",
            "water           30 %  water, waves",
            "hair           0.4 %  (Hair and fur)");
  }

  @Test
  void saysWhatToDoWhereNothingIsFound() {
    assertThat(RegionTable.lines(json("{\"hair\": 0.0}"), FAMILY))
        .element(1)
        .asString()
        .startsWith("nothing found; paint a mask");
  }

  private static String style(String fields) {
    JsonNode plan = json("{\"style\": {" + fields.replace('\'', '"') + "}}");
    return String.join("\n", new PlanText(plan, FAMILY).lines());
  }

  private static JsonNode json(String text) {
    try {
      return ApiClient.JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }
}
