package io.stillwake.real;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stillwake.local.Film;
import io.stillwake.local.LocalStack;
import io.stillwake.local.LocalStackConfig;
import io.stillwake.local.StackClient;
import io.stillwake.local.TestPhotos;
import io.stillwake.local.cli.Cli;
import io.stillwake.real.server.MinioServer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The main job gives the same film on the real servers as on the embedded stack. */
@ExtendWith(RunningStack.class)
class SameFilmIT {

  private static final int FRAMES = 24;

  /** Both run ONNX Runtime, but not one build of it. */
  private static final double LEAST_DECIBEL = 50;

  @TempDir private Path folder;

  @Test
  void theCommandGivesTheSameFilmAsOnTheEmbeddedStack(StackClient real) throws Exception {
    Path photo = TestPhotos.jpeg(640, 480, 11);
    Path realFilm = animate(photo, real.addresses().api(), "real.mp4");
    Path embeddedFilm;
    try (LocalStack embedded =
        LocalStack.start(
            new LocalStackConfig(
                RunningStack.freshFolder("embedded"), RunningStack.installed().families(), true),
            part -> {})) {
      embeddedFilm = animate(photo, embedded.addresses().api(), "embedded.mp4");
    }

    assertThat(Film.probe(realFilm)).isEqualTo(Film.probe(embeddedFilm));
    for (int frame = 0; frame < FRAMES; frame += 5) {
      assertThat(
              Film.psnr(
                  Film.frame(realFilm, frame, folder), Film.frame(embeddedFilm, frame, folder)))
          .as("frame %d, dB", frame)
          .isGreaterThanOrEqualTo(LEAST_DECIBEL);
    }
  }

  @Test
  void anUploadByAClientThatIsNotOursGivesTheSameFilm(StackClient real) throws Exception {
    Path photo = TestPhotos.jpeg(640, 480, 12);
    JsonNode expected = real.end(real.submit(StackClient.smallClip("flames sway"), photo));

    ObjectNode request = StackClient.smallClip("flames sway");
    request.putObject("source").put("media_type", "image/jpeg").put("size", Files.size(photo));
    String id = real.api().submit(request).get("render").get("id").asText();
    putByBoto(real.addresses().s3(), photo, "uploads/local/" + id + "/source");
    JsonNode ended = real.end(id);

    assertThat(ended.get("state").asText()).isEqualTo("completed");
    assertThat(real.result(ended, "video")).isEqualTo(real.result(expected, "video"));
  }

  private Path animate(Path photo, URI api, String name) {
    Path film = folder.resolve(name);
    int exit =
        Cli.run(
            "animate",
            photo.toString(),
            "--prompt=campfire flames sway, smoke drifts",
            "--size=256x192",
            "--seconds=2",
            "--fps=12",
            "--endpoint=" + api,
            "--output=" + film);
    assertThat(exit).isZero();
    return film;
  }

  private static void putByBoto(URI endpoint, Path file, String key) throws Exception {
    String program =
        """
        import boto3, sys
        endpoint, user, secret, file, key = sys.argv[1:]
        s3 = boto3.client("s3", endpoint_url=endpoint, aws_access_key_id=user,
                          aws_secret_access_key=secret, region_name="us-east-1")
        with open(file, "rb") as body:
            s3.put_object(Bucket="uploads", Key=key, Body=body, ContentType="image/jpeg")
        """;
    Process boto =
        new ProcessBuilder(
                RunningStack.installed().python().toString(),
                "-c",
                program,
                endpoint.toString(),
                MinioServer.ROOT_USER,
                MinioServer.ROOT_PASSWORD,
                file.toString(),
                key)
            .inheritIO()
            .start();
    assertThat(boto.waitFor()).isZero();
  }
}
