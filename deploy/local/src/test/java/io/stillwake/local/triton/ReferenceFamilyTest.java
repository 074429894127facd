package io.stillwake.local.triton;

import static io.stillwake.local.triton.TestClient.floats;
import static io.stillwake.local.triton.TestClient.input;
import static io.stillwake.local.triton.TestClient.int64s;
import static io.stillwake.local.triton.TestClient.littleEndian;
import static io.stillwake.local.triton.TestClient.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.stillwake.proto.triton.ModelConfig;
import io.stillwake.proto.triton.ModelInferRequest;
import io.stillwake.proto.triton.ModelInferResponse;
import io.stillwake.proto.triton.ModelInput;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The models that the local stack serves, on a picture of 128 x 192. */
class ReferenceFamilyTest {

  private static final int HEIGHT = 128;
  private static final int WIDTH = 192;
  private static final int RIGHT_FRAME = 16;

  private static final int REGIONS = 15;
  private static final int STILL = 11;
  private static final short ONE_HALF_PRECISION = 0x3C00;

  private static EmbeddedTriton triton;
  private static TestClient client;

  @BeforeAll
  static void start() {
    triton = EmbeddedTriton.start(Path.of("../triton/reference/models"), 0, 0);
    client = new TestClient(triton);
  }

  @AfterAll
  static void stop() {
    client.close();
    triton.close();
  }

  @Test
  void everyModelLoads() {
    assertThat(client.ready()).isTrue();
    assertThat(triton.models().stream().map(model -> model.config().getName()))
        .contains(
            "reference-restore",
            "reference-stylize",
            "reference-stylize-by-example",
            "reference-regions",
            "reference-brush",
            "reference-anchors",
            "reference-frames",
            "reference-decode",
            "reference-refine");
  }

  @Test
  void oneChunkAndTwoGiveTheSameLatents() {
    ModelInferResponse anchors =
        client.infer(animate("reference-anchors", LongStream.of(0, RIGHT_FRAME)).build());

    Latents whole = frames(anchors, 0, 16);
    Latents first = frames(anchors, 0, 8);
    Latents second = frames(anchors, 8, 16);

    assertThat(first.then(second)).isEqualTo(whole.data());
  }

  private static Latents frames(ModelInferResponse anchors, int from, int to) {
    Latents both = Latents.of(anchors);
    ModelInferResponse response =
        client.infer(
            animate("reference-frames", LongStream.range(from, to))
                .addInputs(input("left_anchor", "FP16", both.shape(1)))
                .addInputs(input("right_anchor", "FP16", both.shape(1)))
                .addInputs(input("left_frame", "INT64", 1))
                .addInputs(input("right_frame", "INT64", 1))
                .addRawInputContents(both.frame(0))
                .addRawInputContents(both.frame(1))
                .addRawInputContents(int64s(0))
                .addRawInputContents(int64s(RIGHT_FRAME))
                .build());
    return Latents.of(response);
  }

  private static ModelInferRequest.Builder animate(String model, LongStream frames) {
    byte[] picture = new byte[HEIGHT * WIDTH * 3];
    new Random(7).nextBytes(picture);
    long[] frame = frames.toArray();
    int motions = motions(model);
    ByteBuffer motion = littleEndian(motions * 4 * Float.BYTES);
    for (int i = 0; i < motions; i++) {
      motion.putFloat(1).putFloat(0.6f).putFloat(0.8f).putFloat(1);
    }
    return request(model)
        .addInputs(input("picture", "UINT8", HEIGHT, WIDTH, 3))
        .addInputs(input("regions", "FP16", REGIONS, 1, HEIGHT / 4, WIDTH / 4))
        .addInputs(input("frame", "INT64", frame.length))
        .addInputs(input("frame_count", "INT64", 1))
        .addInputs(input("fps", "FP32", 1))
        .addInputs(input("loop", "INT64", 1))
        .addInputs(input("seed", "INT64", 1))
        .addInputs(input("motion", "FP32", motions, 4))
        .addInputs(input("motion_strength", "FP32", 1))
        .addRawInputContents(ByteString.copyFrom(picture))
        .addRawInputContents(everythingEverywhere())
        .addRawInputContents(int64s(frame))
        .addRawInputContents(int64s(48))
        .addRawInputContents(floats(24))
        .addRawInputContents(int64s(0))
        .addRawInputContents(int64s(42))
        .addRawInputContents(ByteString.copyFrom(motion.flip()))
        .addRawInputContents(floats(1));
  }

  /** Every map full but the one of what keeps still. */
  private static ByteString everythingEverywhere() {
    int samples = HEIGHT / 4 * WIDTH / 4;
    ByteBuffer maps = littleEndian(REGIONS * samples * Short.BYTES);
    for (int i = 0; i < REGIONS * samples; i++) {
      maps.putShort(i / samples == STILL ? 0 : ONE_HALF_PRECISION);
    }
    return ByteString.copyFrom(maps.flip());
  }

  private static int motions(String name) {
    ModelConfig config =
        triton.models().stream()
            .map(LoadedModel::config)
            .filter(model -> model.getName().equals(name))
            .findFirst()
            .orElseThrow();
    ModelInput motion =
        config.getInputList().stream()
            .filter(input -> input.getName().equals("motion"))
            .findFirst()
            .orElseThrow();
    return (int) motion.getDims(0);
  }

  /** Float16 of channels x frames x height x width. */
  private record Latents(int channels, int frames, long height, long width, ByteString data) {

    static Latents of(ModelInferResponse response) {
      var shape = response.getOutputs(0).getShapeList();
      return new Latents(
          shape.get(0).intValue(),
          shape.get(1).intValue(),
          shape.get(2),
          shape.get(3),
          response.getRawOutputContents(0));
    }

    long[] shape(int frameCount) {
      return new long[] {channels, frameCount, height, width};
    }

    private ByteString plane(int channel, int frame) {
      int bytes = (int) (height * width) * 2;
      int at = (channel * frames + frame) * bytes;
      return data.substring(at, at + bytes);
    }

    ByteString frame(int frame) {
      ByteString one = ByteString.EMPTY;
      for (int channel = 0; channel < channels; channel++) {
        one = one.concat(plane(channel, frame));
      }
      return one;
    }

    ByteString then(Latents next) {
      ByteString both = ByteString.EMPTY;
      for (int channel = 0; channel < channels; channel++) {
        for (int frame = 0; frame < frames; frame++) {
          both = both.concat(plane(channel, frame));
        }
        for (int frame = 0; frame < next.frames; frame++) {
          both = both.concat(next.plane(channel, frame));
        }
      }
      return both;
    }
  }
}
