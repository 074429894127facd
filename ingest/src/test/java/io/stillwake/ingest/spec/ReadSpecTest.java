package io.stillwake.ingest.spec;

import static io.stillwake.ingest.spec.SpecReading.MASK;
import static io.stillwake.ingest.spec.SpecReading.PICTURE;
import static io.stillwake.ingest.spec.SpecReading.findings;
import static io.stillwake.ingest.spec.SpecReading.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.stillwake.ingest.http.RequestBody;
import io.stillwake.ingest.json.Json;
import io.stillwake.ingest.problem.ErrorCode;
import io.stillwake.ingest.problem.Finding;
import io.stillwake.ingest.problem.ProblemException;
import io.stillwake.proto.RenderSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class ReadSpecTest {

  private static final String EVERYTHING =
      """
      {'family': 'reference', 'rotate': 270, 'crop': {'x': 1, 'y': 2, 'width': 300, 'height': 400},
       'size': {'width': 768, 'height': 512}, 'seed': 9007199254740991,
       'restore': {'strength': 0.75, 'upscale': 'twice'},
       'stylize': {'style': 'golden-hour', 'strength': 0.25, 'prompt': 'bold', 'keep_colors': true,
                   'style_picture': '%2$s'},
       'animate': {'prompt': 'waves', 'negative_prompt': 'people', 'motion_strength': 1,
                   'seconds': 2.5, 'fps': 12, 'loop': true, 'keep_still': '%2$s',
                   'masks': [{'motion': 'water', 'mask': '%1$s', 'direction': [1, 0],
                              'stroke': [[1, 2], [3, 4.5]]}]},
       'refine': {'strength': 0}, 'regions': true,
       'from': {'render': '01m844dzg0edt7pe93gypg54bq', 'frame': 0},
       'priority': 'batch', 'deadline_seconds': 86400}
      """
          .formatted(MASK, PICTURE);

  @Test
  void fillsInEveryDefault() {
    Spec spec = read("{'animate': {}}");

    assertThat(spec.family()).isEqualTo("reference");
    assertThat(spec.priority()).isEqualTo(Spec.Priority.INTERACTIVE);
    assertThat(spec.animate())
        .isEqualTo(new Spec.Animate("", "", 0.5, 4, 24, false, null, List.of(), null));
    assertThat(spec.from()).isNull();
    assertThat(spec.deadlineSeconds()).isNull();
    assertThat(spec.crop()).isNull();
    assertThat(spec.size()).isNull();
  }

  @Test
  void keepsWhatIsAsked() {
    Spec spec = read(EVERYTHING);

    assertThat(spec)
        .isEqualTo(
            new Spec(
                "reference",
                270,
                new Spec.Crop(1, 2, 300, 400),
                new Spec.Size(768, 512),
                9007199254740991L,
                new Spec.Restore(0.75, Spec.Enlarge.TWICE),
                new Spec.Stylize("golden-hour", 0.25, "bold", true, PICTURE),
                new Spec.Animate(
                    "waves",
                    "people",
                    1,
                    2.5,
                    12,
                    true,
                    null,
                    List.of(
                        new Spec.Mask(
                            "water",
                            MASK,
                            new Spec.Coordinates(1, 0),
                            List.of(new Spec.Coordinates(1, 2), new Spec.Coordinates(3, 4.5)))),
                    PICTURE),
                new Spec.Refine(0),
                true,
                new Spec.From("01m844dzg0edt7pe93gypg54bq", 0),
                Spec.Priority.BATCH,
                86400));
  }

  @Test
  void travelsBothWaysWithoutLoss() throws JsonProcessingException {
    Spec words = read(EVERYTHING);
    Spec plan =
        read(
            """
            {'animate': {'plan': {'motions': [
               {'motion': 'hair', 'amount': 0, 'direction': [0.5, -1], 'speed': 4},
               {'motion': 'rain'}]}},
             'restore': {'upscale': 'none'}, 'from': {'render': '01m844dzg0edt7pe93gypg54bq'}}
            """);

    for (Spec spec : List.of(words, plan)) {
      assertThat(SpecMessages.spec(SpecMessages.message(spec, SpecReading::asset))).isEqualTo(spec);
      assertThat(Json.value(Json.tree(Json.bytes(spec)), Spec.class)).isEqualTo(spec);
    }
  }

  @Test
  void saysWhereTheAssetsLie() {
    RenderSpec message = SpecMessages.message(read(EVERYTHING), SpecReading::asset);

    assertThat(message.getAnimate().getMasks(0).getMask()).isEqualTo(SpecReading.asset(MASK));
    assertThat(message.getAnimate().getKeepStill()).isEqualTo(SpecReading.asset(PICTURE));
    assertThat(message.getStylize().getStylePicture()).isEqualTo(SpecReading.asset(PICTURE));
  }

  @Test
  void namesEverythingThatIsWrongAtOnce() {
    assertThat(
            findings(
                """
                {'rotate': 45, 'size': {'width': 770, 'height': 4000}, 'seed': -1,
                 'stylize': {'style': 'cubist', 'strength': 2},
                 'animate': {'seconds': 40, 'fps': 60, 'speed': 3},
                 'priority': 'soon', 'colour': 1}
                """))
        .extracting(Finding::pointer, Finding::code)
        .containsExactlyInAnyOrder(
            tuple("/rotate", ErrorCode.INVALID_REQUEST),
            tuple("/size/width", ErrorCode.SIZE_OUT_OF_RANGE),
            tuple("/size/height", ErrorCode.SIZE_OUT_OF_RANGE),
            tuple("/seed", ErrorCode.INVALID_REQUEST),
            tuple("/stylize/style", ErrorCode.UNKNOWN_STYLE),
            tuple("/stylize/strength", ErrorCode.INVALID_REQUEST),
            tuple("/animate/seconds", ErrorCode.SECONDS_OUT_OF_RANGE),
            tuple("/animate/fps", ErrorCode.FPS_OUT_OF_RANGE),
            tuple("/animate/speed", ErrorCode.INVALID_REQUEST),
            tuple("/priority", ErrorCode.INVALID_REQUEST),
            tuple("/colour", ErrorCode.INVALID_REQUEST));
  }

  @Test
  void saysTheValueAndWhatIsAllowed() {
    assertThat(findings("{'animate': {'seconds': 40}}"))
        .extracting(Finding::detail)
        .containsExactly("seconds: 40 (expected: 1 to 10)");
    assertThat(findings("{'size': {'width': 770, 'height': 512}, 'animate': {}}"))
        .extracting(Finding::detail)
        .containsExactly("width: 770 (expected: a multiple of 16 from 64 to 1920)");
    assertThat(findings("{'family': 'magic', 'animate': {}}"))
        .extracting(Finding::detail)
        .containsExactly("family: magic (expected: one of reference)");
    assertThat(findings("{'animate': {'loop': 'yes'}}"))
        .extracting(Finding::detail)
        .containsExactly("loop: \"yes\" (expected: true or false)");
    for (String deadline : List.of("0", "86401")) {
      assertThat(findings("{'animate': {}, 'deadline_seconds': %s}".formatted(deadline)))
          .extracting(Finding::detail)
          .containsExactly("deadline_seconds: %s (expected: 1 to 86400)".formatted(deadline));
    }
    assertThat(findings("{'animate': {}, 'deadline_seconds': 1.5}"))
        .extracting(Finding::detail)
        .containsExactly("deadline_seconds: 1.5 (expected: a whole number)");
  }

  @Test
  void boundsAClipMoreThanAPicture() {
    String size = "'size': {'width': 1920, 'height': 1072}";

    assertThat(findings("{%s, 'stylize': {}}".formatted(size))).isEmpty();
    assertThat(findings("{%s, 'animate': {}}".formatted(size)))
        .extracting(Finding::pointer, Finding::code)
        .containsExactly(tuple("/size", ErrorCode.SIZE_OUT_OF_RANGE));
  }

  @Test
  void refusesToDoNothing() {
    assertThat(findings("{}"))
        .extracting(Finding::detail)
        .containsExactly(
            "body: nothing to do (expected: at least one of restore, stylize, animate and regions)");
  }

  @Test
  void refusesHalfACrop() {
    assertThat(findings("{'animate': {}, 'crop': {'x': 1, 'y': 1, 'width': 0}}"))
        .extracting(Finding::pointer)
        .containsExactlyInAnyOrder("/crop/width", "/crop/height");
  }

  @Test
  void derivesTheSameSeedForTheSameStyle() {
    String ink = "'stylize': {'style': 'ink', 'prompt': 'fine lines'}";
    long seed = read("{" + ink + "}").seed();

    assertThat(read("{" + ink + ", 'animate': {'prompt': 'waves'}, 'priority': 'batch'}").seed())
        .isEqualTo(seed);
    assertThat(read("{" + ink.replace("fine", "bold") + "}").seed()).isNotEqualTo(seed);
    assertThat(seed).isBetween(0L, Spec.MAX_SEED);
  }

  @Test
  void saysWhereTheJsonBreaks() {
    Assertions.assertThatThrownBy(
            () -> RequestBody.read("{\n  \"seed\": }".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("line 2, column 11");
  }
}
