package io.stillwake.local.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.stillwake.local.client.ApiClient;
import io.stillwake.storage.Sha256;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.ParameterException;

class OptionsTest {

  @TempDir private Path folder;

  @Test
  void whatIsNotGivenIsLeftToTheServer() throws Exception {
    assertThat(OptionGroups.request()).isEqualTo(json("{'animate': {}}"));
  }

  @Test
  void sizeCropRotationAndSeedGoIntoTheRequest() throws Exception {
    assertThat(
            OptionGroups.request(
                "--size=768x512", "--crop=1200x800+40+10", "--rotate=90", "--seed=7"))
        .isEqualTo(
            json(
                """
                {'size': {'width': 768, 'height': 512},
                 'crop': {'x': 40, 'y': 10, 'width': 1200, 'height': 800},
                 'rotate': 90, 'seed': 7, 'animate': {}}
                """));
  }

  @Test
  void aDeadlineGoesIntoTheRequest() throws Exception {
    assertThat(OptionGroups.request("--deadline=90"))
        .isEqualTo(json("{'deadline_seconds': 90, 'animate': {}}"));
  }

  @Test
  void aStrengthBehindRestoreAndRefineMayBeLeftOut() throws Exception {
    assertThat(OptionGroups.request("--restore", "--refine"))
        .isEqualTo(
            json("{'restore': {'strength': 0.6}, 'refine': {'strength': 0.5}, 'animate': {}}"));
    assertThat(OptionGroups.request("--restore=1", "--refine=0.25"))
        .isEqualTo(
            json("{'restore': {'strength': 1.0}, 'refine': {'strength': 0.25}, 'animate': {}}"));
  }

  @Test
  void anOptionWhoseValueIsLeftOutDoesNotTakeThePhoto() {
    SourceOptions source = OptionGroups.source("--restore", "--upscale", "photo.jpg", "--refine");

    assertThat(source.name()).isEqualTo("photo");
  }

  @Test
  void enlargingAloneRestores() throws Exception {
    assertThat(OptionGroups.request("--upscale").get("restore"))
        .isEqualTo(json("{'upscale': 'twice'}"));
    assertThat(OptionGroups.request("--restore", "--upscale=none").get("restore"))
        .isEqualTo(json("{'strength': 0.6, 'upscale': 'none'}"));
  }

  @Test
  void aStyleHasTheCommandsPromptUnlessItHasItsOwn() throws Exception {
    assertThat(OptionGroups.request("--style=ink").get("stylize"))
        .isEqualTo(json("{'style': 'ink', 'prompt': 'of the command'}"));
    assertThat(
            OptionGroups.request("--style-prompt=charcoal sketch", "--keep-colors").get("stylize"))
        .isEqualTo(json("{'prompt': 'charcoal sketch', 'keep_colors': true}"));
  }

  @Test
  void picturesAreNamedByTheHashOfTheirBytes() throws Exception {
    Path mask = Files.writeString(folder.resolve("a mask@2.png"), "white");

    JsonNode request =
        OptionGroups.request(
            "--style-picture=" + mask, "--mask=hair=" + mask, "--keep-still=" + mask);

    String id = Sha256.of(mask);
    assertThat(request.at("/stylize/style_picture").asText()).isEqualTo(id);
    assertThat(request.at("/animate/keep_still").asText()).isEqualTo(id);
    assertThat(request.at("/animate/masks"))
        .isEqualTo(json("[{'motion': 'hair', 'mask': '" + id + "'}]"));
  }

  @ParameterizedTest
  @CsvSource({
    "'1,0', 1, 0",
    "'-0.5,.25', -0.5, 0.25",
    "left, -1, 0",
    "right, 1, 0",
    "up, 0, -1",
    "down, 0, 1"
  })
  void aMaskCanSayWhichWay(String direction, double x, double y) throws Exception {
    Path mask = Files.writeString(folder.resolve("mask.png"), "white");

    JsonNode request = OptionGroups.request("--mask=water=" + mask + "@" + direction);

    assertThat(request.at("/animate/masks/0/direction/0").asDouble()).isEqualTo(x);
    assertThat(request.at("/animate/masks/0/direction/1").asDouble()).isEqualTo(y);
  }

  @Test
  void aStrokeGoesWithTheMaskOfItsMotion() throws Exception {
    Path mask = Files.writeString(folder.resolve("mask.png"), "white");

    JsonNode masks =
        OptionGroups.request(
                "--stroke=water=1,2;3,4.5",
                "--stroke=water=5,6;7,8",
                "--mask=water=" + mask,
                "--stroke=hair=0,0;9,9;9,0")
            .at("/animate/masks");

    assertThat(masks)
        .isEqualTo(
            json(
                """
                [{'motion': 'water', 'mask': '%s', 'stroke': [[1.0, 2.0], [3.0, 4.5]]},
                 {'motion': 'water', 'stroke': [[5.0, 6.0], [7.0, 8.0]]},
                 {'motion': 'hair', 'stroke': [[0.0, 0.0], [9.0, 9.0], [9.0, 0.0]]}]
                """
                    .formatted(Sha256.of(mask))));
  }

  @Test
  void aPlanCanBeGivenAloneOrAsPartOfARender() throws Exception {
    String motions = "\"motions\": [{\"motion\": \"water\", \"amount\": 0.4}]";
    Path alone = Files.writeString(folder.resolve("plan.json"), "{" + motions + "}");
    Path render =
        Files.writeString(
            folder.resolve("render.json"), "{\"plan\": {" + motions + ", \"coverage\": {}}}");

    for (Path file : new Path[] {alone, render}) {
      assertThat(OptionGroups.request("--plan=" + file).at("/animate/plan"))
          .isEqualTo(json("{'motions': [{'motion': 'water', 'amount': 0.4}]}"));
    }
  }

  @Test
  void aPlanThatIsNoJsonNamesThePlace() throws Exception {
    Path broken = Files.writeString(folder.resolve("plan.json"), "{\n  motions: []}");

    assertThatThrownBy(() -> OptionGroups.request("--plan=" + broken))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("line 2, column ");
  }

  @Test
  void anEarlierRenderStandsInForThePhoto() throws Exception {
    SourceOptions source = OptionGroups.source("--from=01kb2", "--frame=40");

    var request = ApiClient.JSON.createObjectNode();
    source.addTo(request);
    assertThat(request).isEqualTo(json("{'from': {'render': '01kb2', 'frame': 40}}"));
    assertThat(source.name()).isEqualTo("01kb2-frame40");
    assertThat(source.photo()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'', no picture given",
    "photo.jpg --from=01kb2, together",
    "photo.jpg --frame=4, --frame without --from"
  })
  void oneSourceIsNeeded(String arguments, String message) {
    SourceOptions source =
        OptionGroups.source(arguments.isEmpty() ? new String[0] : arguments.split(" "));
    var request = ApiClient.JSON.createObjectNode();

    assertThatThrownBy(() -> source.addTo(request))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({
    "--size=768, '768x512'",
    "--mask=water, 'MOTION=FILE'",
    "--mask=water=lake.png@north, 'left, right, up, down'",
    "'--stroke=water=1,2', 'two points or more'",
    "'--stroke=water=1,2;3', 'two points or more'",
    "'--stroke=1,2;3,4', 'MOTION=x,y;x,y'"
  })
  void aValueOfAnotherFormIsNamedBesideTheForm(String option, String form) {
    assertThatThrownBy(() -> OptionGroups.request(option))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining(
            "'" + option.substring(option.indexOf('=') + 1).replaceFirst(".*@", ""))
        .hasMessageContaining(form);
  }

  @Test
  void aPictureThatIsNotThereOrTooLargeIsNamedBesideItsOption() throws Exception {
    Path large = Files.write(folder.resolve("large.png"), new byte[8_000_001]);

    assertThatThrownBy(() -> OptionGroups.request("--keep-still=absent.png"))
        .hasMessage("--keep-still: absent.png (expected: a readable file)");
    assertThatThrownBy(() -> OptionGroups.request("--mask=water=" + large))
        .hasMessageContaining("8,000,001");
  }

  private static JsonNode json(String text) throws Exception {
    return ApiClient.JSON.readTree(text.replace('\'', '"'));
  }
}
