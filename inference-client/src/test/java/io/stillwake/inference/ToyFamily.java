package io.stillwake.inference;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.stillwake.proto.Chunking;
import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.proto.Region;
import io.stillwake.proto.Style;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A family whose models cost nothing: latents of two channels at an eighth of the size. Each latent
 * frame holds its own number, and a decoded frame is grey with that number, so that tests can tell
 * which frame went where.
 */
public final class ToyFamily {

  public static final String POOL = "toys";
  public static final int CHANNELS = 2;
  public static final int STRIDE = 8;

  private static final long ANY = -1;

  private ToyFamily() {}

  public static FamilyDescriptor.Builder descriptor() {
    return FamilyDescriptor.newBuilder()
        .setName("toy")
        .setVersion("1")
        .setPool(POOL)
        .setChunking(Chunking.KEYFRAMES)
        .setLatentChannels(CHANNELS)
        .setSpatialStride(STRIDE)
        .setTemporalStride(1)
        .setLatentType("FP16")
        .addStyles(Style.newBuilder().setName("negative"));
  }

  /** The same with all that a family can have; its models are {@link ToyModels}. */
  public static FamilyDescriptor.Builder whole() {
    return descriptor()
        .addRegions(Region.newBuilder().setName("bright"))
        .addRegions(Region.newBuilder().setName("still"))
        .addRegions(Region.newBuilder().setName("direction_x"))
        .setRestores(true)
        .setStylizesByExample(true)
        .setRefines(true)
        .setRefineOverlap(1);
  }

  /** Writes the descriptor where a worker finds it. */
  public static Path write(FamilyDescriptor family, Path families) {
    try {
      Path folder = Files.createDirectories(families.resolve(family.getName()));
      Files.writeString(folder.resolve("family.json"), JsonFormat.printer().print(family), UTF_8);
      return families;
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  public static FakeModelServer server() {
    return new FakeModelServer()
        .serve(
            model("stylize", List.of(picture("picture"), real("strength")), picture("stylized")),
            request -> List.of(negative(request.inputs().get(0))))
        .serve(
            model(
                "anchors",
                List.of(picture("picture"), frame("frame", ANY), frame("seed", 1)),
                latents("anchors", ANY)),
            request -> List.of(numbered("anchors", request)))
        .serve(
            model(
                "frames",
                List.of(
                    picture("picture"),
                    frame("frame", ANY),
                    latents("left_anchor", 1),
                    latents("right_anchor", 1),
                    frame("left_frame", 1),
                    frame("right_frame", 1)),
                latents("latents", ANY)),
            request -> List.of(numbered("latents", request)))
        .serve(
            model("decode", List.of(latents("latents", ANY)), frames()),
            request -> List.of(decoded(request.inputs().get(0))));
  }

  static ModelDescription model(String role, List<TensorSpec> inputs, TensorSpec output) {
    return new ModelDescription("toy-" + role, inputs, List.of(output), 1, 0);
  }

  static TensorSpec picture(String name) {
    return new TensorSpec(name, TensorType.UINT8, List.of(ANY, ANY, 3L), false);
  }

  static TensorSpec real(String name) {
    return new TensorSpec(name, TensorType.FP32, List.of(1L), false);
  }

  static TensorSpec frame(String name, long count) {
    return new TensorSpec(name, TensorType.INT64, List.of(count), false);
  }

  static TensorSpec latents(String name, long frames) {
    return new TensorSpec(name, TensorType.FP16, List.of((long) CHANNELS, frames, ANY, ANY), false);
  }

  private static TensorSpec frames() {
    return new TensorSpec("frames", TensorType.UINT8, List.of(ANY, ANY, ANY, 3L), false);
  }

  private static Tensor negative(Tensor picture) {
    ByteBuffer from = picture.data();
    ByteBuffer to = ByteBuffer.allocate(from.remaining());
    while (from.hasRemaining()) {
      to.put((byte) ~from.get());
    }
    return new Tensor("stylized", TensorType.UINT8, picture.shape(), to.flip());
  }

  static Tensor numbered(String name, ModelRequest request) {
    Tensor picture = request.inputs().get(0);
    ByteBuffer numbers = request.inputs().get(1).data();
    int frames = numbers.remaining() / Long.BYTES;
    int height = (int) picture.extent(0) / STRIDE;
    int width = (int) picture.extent(1) / STRIDE;
    ByteBuffer data =
        ByteBuffer.allocate(CHANNELS * frames * height * width * 2).order(ByteOrder.LITTLE_ENDIAN);
    for (int channel = 0; channel < CHANNELS; channel++) {
      for (int frame = 0; frame < frames; frame++) {
        for (int cell = 0; cell < height * width; cell++) {
          data.putShort((short) numbers.getLong(frame * Long.BYTES));
        }
      }
    }
    return new Tensor(
        name, TensorType.FP16, new long[] {CHANNELS, frames, height, width}, data.flip());
  }

  private static Tensor decoded(Tensor latents) {
    int frames = (int) latents.extent(1);
    int cells = (int) (latents.extent(2) * latents.extent(3));
    int frameBytes = cells * STRIDE * STRIDE * 3;
    ByteBuffer data = ByteBuffer.allocate(frames * frameBytes);
    for (int frame = 0; frame < frames; frame++) {
      byte grey = (byte) latents.data().getShort(frame * cells * 2);
      for (int i = 0; i < frameBytes; i++) {
        data.put(grey);
      }
    }
    return new Tensor(
        "frames",
        TensorType.UINT8,
        new long[] {frames, latents.extent(2) * STRIDE, latents.extent(3) * STRIDE, 3},
        data.flip());
  }
}
