package io.stillwake.local.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.stillwake.proto.FamilyDescriptor;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class FamilyDoctorTest {

  @TempDir private Path families;

  @BeforeEach
  void write() throws Exception {
    write(3);
  }

  @Test
  void tellsWhatTheDescriptorSays() {
    assertThat(lines(examine("wan")))
        .singleElement()
        .asString()
        .startsWith("ok ")
        .contains("pool gpu, windows of 12 latent frames, 3 overlapping");
  }

  @Test
  void namesTheFamiliesWhereItIsNoneOfThem() {
    assertThat(examine("svd"))
        .singleElement()
        .satisfies(
            diagnosis -> {
              assertThat(diagnosis.well()).isFalse();
              assertThat(diagnosis.finding())
                  .isEqualTo("no family 'svd' in %s (expected: one of [wan])".formatted(families));
            });
  }

  @Test
  void namesTheFieldOfADescriptorThatBreaksARule() throws Exception {
    write(13);

    assertThat(examine("wan"))
        .extracting(Diagnosis::finding)
        .containsExactly("overlap: 13 of family 'wan' (expected: 0 to frames_per_chunk, 12)");
  }

  @Test
  void saysThatNoTritonIsThere() {
    List<Diagnosis> diagnoses =
        new FamilyDoctor(families, "wan")
            .examine(Optional.of("127.0.0.1:1"), Optional.empty(), Optional.empty());

    assertThat(diagnoses).extracting(Diagnosis::part).containsExactly("family", "models");
    assertThat(diagnoses.get(1).well()).isFalse();
    assertThat(diagnoses.get(1).finding()).contains("wan-");
  }

  @Test
  void hasTheFamilysOwnDoctorLookAtItsWeights() throws Exception {
    Path python = python("echo \"asked: $*\"; echo; echo '12 files fit'");
    Files.createDirectory(families.resolve("wan/weights"));

    Diagnosis weights = weights(Optional.of(python.toString()));

    assertThat(weights.well()).isTrue();
    assertThat(weights.finding()).isEqualTo("12 files fit");
  }

  @Test
  void takesThePythonThatTheEngineNames() throws Exception {
    Path python = python("echo \"asked: $*\"");
    Path engine = Files.createDirectories(families.resolve("wan/models/wan-engine"));
    Files.writeString(
        engine.resolve("config.pbtxt"),
        """
        name: "wan-engine"
        backend: "python"
        parameters { key: "weights" value { string_value: "/models/wan" } }
        parameters { key: "python" value { string_value: "%s" } }
        """
            .formatted(python));

    Diagnosis weights = weights(Optional.empty());

    assertThat(weights.where()).isEqualTo("/models/wan");
    assertThat(weights.finding())
        .isEqualTo(
            "asked: -m stillwake_diffusion.doctor --family-folder " + families.resolve("wan"));
  }

  @Test
  void tellsAllThatTheFamilysOwnDoctorFound() throws Exception {
    Path python = python("echo 'vae: hash differs'; echo 'text: 3 files missing' >&2; exit 1");
    Files.createDirectory(families.resolve("wan/weights"));

    Diagnosis weights = weights(Optional.of(python.toString()));

    assertThat(weights.well()).isFalse();
    assertThat(weights.finding()).contains("vae: hash differs", "text: 3 files missing");
  }

  @Test
  void namesThePythonThatIsNotThere() throws Exception {
    Files.createDirectory(families.resolve("wan/weights"));

    assertThat(weights(Optional.of("/no/python")).finding())
        .startsWith("python: cannot run '/no/python'");
  }

  @Test
  void theClipIsTheSmallestThatTheFamilyMakes() {
    FamilyDescriptor wan =
        FamilyDescriptor.newBuilder()
            .setName("wan")
            .setMinFps(12)
            .setMinSeconds(1)
            .setMinSide(250)
            .setSideMultiple(32)
            .build();
    SmallClip clip = new SmallClip(URI.create("http://127.0.0.1:1"), wan);

    assertThat(clip.side()).isEqualTo(256);
    assertThat(clip.request(256).at("/animate/seconds").asDouble()).isEqualTo(1);
    assertThat(clip.request(256).at("/animate/fps").asDouble()).isEqualTo(12);
    assertThat(clip.request(256).get("seed")).isNotEqualTo(clip.request(256).get("seed"));
  }

  @Test
  void listingsReadTheFolderOfFamiliesThatIsNamed() {
    StringWriter out = new StringWriter();
    int code =
        new CommandLine(new StylesCommand())
            .setOut(new PrintWriter(out, true))
            .execute("--family=wan", "--families=" + families);

    assertThat(code).isZero();
    assertThat(out.toString()).contains("Oil", "painted");
  }

  @Test
  void whatBelongsToAFamilyNeedsOne() {
    assertThat(Cli.run("doctor", "--no-clip")).isEqualTo(StillwakeCommand.USAGE);
  }

  private List<Diagnosis> examine(String family) {
    return new FamilyDoctor(families, family)
        .examine(Optional.empty(), Optional.empty(), Optional.empty());
  }

  private Diagnosis weights(Optional<String> python) {
    return new FamilyDoctor(families, "wan")
        .examine(Optional.empty(), Optional.empty(), python).stream()
            .filter(diagnosis -> diagnosis.part().equals("weights"))
            .findFirst()
            .orElseThrow();
  }

  private static List<String> lines(List<Diagnosis> diagnoses) {
    return diagnoses.stream().map(Diagnosis::line).toList();
  }

  /** Stands in for an interpreter: an executable that is asked like one. */
  private Path python(String script) throws Exception {
    Path file = families.resolve("python");
    Files.writeString(file, "#!/bin/sh\n" + script + "\n", UTF_8);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return file;
  }

  private void write(int overlap) throws Exception {
    Path folder = Files.createDirectories(families.resolve("wan"));
    Files.writeString(
        folder.resolve("family.json"),
        """
        {"name": "wan", "version": "1", "pool": "gpu", "chunking": "WINDOWS", "overlap": %d,
         "latentChannels": 48, "spatialStride": 16, "temporalStride": 4, "latentType": "FP16",
         "framesPerChunk": 12, "segmentFrames": 24,
         "styles": [{"name": "oil", "title": "Oil", "words": ["painted"]}]}
        """
            .formatted(overlap),
        UTF_8);
  }
}
