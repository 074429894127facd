package io.stillwake.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.stillwake.local.cli.Cli;
import io.stillwake.local.client.ApiClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stack whose folder of families has more than the one whose models are served here. */
class FamiliesIT {

  @TempDir private Path families;

  @Test
  void everyFamilyIsOfferedAndTheDoctorTellsWhichIsServed() throws Exception {
    Files.createSymbolicLink(
        families.resolve("reference"), SharedStack.families().resolve("reference"));
    Files.createDirectory(families.resolve("toy"));
    Files.writeString(families.resolve("toy/family.json"), TOY);
    Path data = SharedStack.freshFolder("families");
    try (LocalStack stack =
        LocalStack.start(new LocalStackConfig(data, families, true), part -> {})) {
      JsonNode offered = new ApiClient(stack.addresses().api()).families().get("families");

      assertThat(offered.findValuesAsText("name")).contains("reference", "toy");
      // Flink may still be starting its job anew on a machine that has much to do.
      await()
          .pollInterval(Duration.ofSeconds(1))
          .atMost(Duration.ofMinutes(2))
          .until(() -> doctor(data, "reference") == 0);
      assertThat(doctor(data, "toy", "--no-clip")).isEqualTo(1);
      StackClient client = new StackClient(stack.addresses());
      String waiting =
          client.submit(
              StackClient.smallClip("water ripples").put("family", "toy"),
              TestPhotos.jpeg(320, 240, 40));
      JsonNode kept = client.until(waiting, state -> state.at("/queue/note").isTextual());
      assertThat(kept.get("state").asText()).isEqualTo("queued");
      assertThat(kept.at("/queue/note").asText())
          .isEqualTo("no worker of pool 'gpu' is alive; its work is kept");
      assertThat(kept.has("eta")).isFalse();
      client.api().cancel(waiting);
      assertThat(client.end(waiting).get("state").asText()).isEqualTo("canceled");
    }
  }

  private int doctor(Path data, String family, String... more) {
    String[] words = new String[4 + more.length];
    words[0] = "doctor";
    words[1] = "--data=" + data;
    words[2] = "--families=" + families;
    words[3] = "--family=" + family;
    System.arraycopy(more, 0, words, 4, more.length);
    return Cli.run(words);
  }

  private static final String TOY =
      """
      {"name": "toy", "version": "1", "pool": "gpu", "chunking": "WINDOWS", "overlap": 1,
       "latentChannels": 16, "spatialStride": 8, "temporalStride": 4, "latentType": "FP16",
       "framesPerChunk": 4, "leadIn": 1, "decodeOverlap": 2, "segmentFrames": 24,
       "defaultFps": 16, "minFps": 8, "maxFps": 30, "defaultSeconds": 1, "minSeconds": 1,
       "maxSeconds": 5, "sideMultiple": 16, "minSide": 128, "maxSide": 1280,
       "defaultPixels": 393216, "maxPixels": 921600, "maxPicturePixels": 4194304}
      """;
}
