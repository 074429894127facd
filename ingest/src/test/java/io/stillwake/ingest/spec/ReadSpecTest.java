package io.stillwake.ingest.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.stillwake.ingest.http.Fields;
import io.stillwake.ingest.http.RequestBody;
import io.stillwake.ingest.problem.ErrorCode;
import io.stillwake.ingest.problem.Finding;
import io.stillwake.ingest.problem.Findings;
import io.stillwake.ingest.problem.ProblemException;
import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.proto.Style;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class ReadSpecTest {

  private static final FamilyDescriptor FAMILY =
      FamilyDescriptor.newBuilder()
          .setName("reference")
          .setDefaultFps(24)
          .setMinFps(8)
          .setMaxFps(30)
          .setDefaultSeconds(4)
          .setMinSeconds(1)
          .setMaxSeconds(10)
          .setSideMultiple(16)
          .setMinSide(64)
          .setMaxSide(1920)
          .setMaxPixels(921_600)
          .setMaxPicturePixels(2_073_600)
          .addStyles(Style.newBuilder().setName("oil").addWords("painting"))
          .addStyles(Style.newBuilder().setName("ink").addWords("ink painting").addWords("sumi-e"))
          .build();

  @Test
  void fillsInEveryDefault() {
    Spec spec = read("{'animate': {}, 'stylize': {}}");

    assertThat(spec.family()).isEqualTo("reference");
    assertThat(spec.priority()).isEqualTo(Spec.Priority.INTERACTIVE);
    assertThat(spec.stylize()).isEqualTo(new Spec.Stylize("oil", 0.8, ""));
    assertThat(spec.animate()).isEqualTo(new Spec.Animate("", "", 0.5, 4, 24, false));
    assertThat(spec.crop()).isNull();
    assertThat(spec.size()).isNull();
  }

  @Test
  void keepsWhatIsAsked() {
    Spec spec =
        read(
            """
            {'family': 'reference', 'rotate': 270, 'crop': {'x': 1, 'y': 2, 'width': 300, 'height': 400},
             'size': {'width': 768, 'height': 512}, 'seed': 9007199254740991,
             'stylize': {'style': 'ink', 'strength': 0.25, 'prompt': 'bold'},
             'animate': {'prompt': 'waves', 'negative_prompt': 'people', 'motion_strength': 1,
                         'seconds': 2.5, 'fps': 12, 'loop': true},
             'priority': 'batch'}
            """);

    assertThat(spec)
        .isEqualTo(
            new Spec(
                "reference",
                270,
                new Spec.Crop(1, 2, 300, 400),
                new Spec.Size(768, 512),
                9007199254740991L,
                new Spec.Stylize("ink", 0.25, "bold"),
                new Spec.Animate("waves", "people", 1, 2.5, 12, true),
                Spec.Priority.BATCH));
    assertThat(SpecMessages.spec(SpecMessages.message(spec))).isEqualTo(spec);
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
        .containsExactly("body: nothing to do (expected: stylize, animate or both)");
  }

  @Test
  void refusesHalfACrop() {
    assertThat(findings("{'animate': {}, 'crop': {'x': 1, 'y': 1, 'width': 0}}"))
        .extracting(Finding::pointer)
        .containsExactlyInAnyOrder("/crop/width", "/crop/height");
  }

  @Test
  void takesTheStyleWithTheLongestWordsInThePrompt() {
    assertThat(read("{'stylize': {'prompt': 'An Ink Painting of hills'}}").stylize().style())
        .isEqualTo("ink");
    assertThat(read("{'stylize': {'prompt': 'a painting'}}").stylize().style()).isEqualTo("oil");
  }

  @Test
  void findsNoStyleInsideAnotherWord() {
    ReadSpec.Resolved resolved = resolve("{'stylize': {'prompt': 'pink turmoil'}}", new Findings());

    assertThat(resolved.spec().stylize().style()).isEqualTo("oil");
    assertThat(resolved.warnings()).singleElement().asString().contains("names no style");
  }

  @Test
  void derivesTheSameSeedForTheSameRequest() {
    long seed = read("{'animate': {'prompt': 'waves'}}").seed();

    assertThat(read("{'animate': {'prompt': 'waves', 'fps': 24}, 'priority': 'batch'}").seed())
        .isEqualTo(seed);
    assertThat(read("{'animate': {'prompt': 'flames'}}").seed()).isNotEqualTo(seed);
    assertThat(seed).isBetween(0L, Spec.MAX_SEED);
  }

  @Test
  void saysWhereTheJsonBreaks() {
    Assertions.assertThatThrownBy(
            () -> RequestBody.read("{\n  \"seed\": }".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("line 2, column 11");
  }

  private static Spec read(String json) {
    Findings findings = new Findings();
    ReadSpec.Resolved resolved = resolve(json, findings);
    findings.throwIfAny();
    return resolved.spec();
  }

  private static List<Finding> findings(String json) {
    Findings findings = new Findings();
    Fields fields = fields(json, findings);
    var unused = new ReadSpec(new Families(List.of(FAMILY))).read(fields);
    fields.refuseOthers();
    return findings.all();
  }

  private static ReadSpec.Resolved resolve(String json, Findings findings) {
    return new ReadSpec(new Families(List.of(FAMILY))).read(fields(json, findings)).orElseThrow();
  }

  private static Fields fields(String json, Findings findings) {
    byte[] body = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return Fields.of(RequestBody.read(body), findings);
  }
}
