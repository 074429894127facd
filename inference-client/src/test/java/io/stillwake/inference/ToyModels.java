package io.stillwake.inference;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * Models of {@link ToyFamily#whole}. Maps are [3, 1, 2, 2]: how bright each quarter is, nothing,
 * and half to the left everywhere.
 */
public final class ToyModels {

  private static final long ANY = -1;
  private static final int REGIONS = 3;
  private static final int CELLS = 4;
  private static final short HALF_LEFT = (short) 0xb800;

  private ToyModels() {}

  public static FakeModelServer server() {
    FakeModelServer server = ToyFamily.server();
    servePictures(server);
    serveRegions(server);
    serveFrames(server);
    return server;
  }

  private static void servePictures(FakeModelServer server) {
    server
        .serve(
            ToyFamily.model(
                "restore",
                List.of(
                    ToyFamily.picture("picture"),
                    ToyFamily.real("strength"),
                    ToyFamily.frame("scale", 1)),
                ToyFamily.picture("restored")),
            request -> List.of(enlarged(request)))
        .serve(
            ToyFamily.model(
                "stylize-by-example",
                List.of(ToyFamily.picture("picture"), ToyFamily.picture("style_picture")),
                ToyFamily.picture("stylized")),
            request -> List.of(exampled(request)));
  }

  private static void serveRegions(FakeModelServer server) {
    server
        .serve(
            ToyFamily.model("regions", List.of(ToyFamily.picture("picture")), maps("regions")),
            request -> List.of(found(input(request, "picture"))))
        .serve(
            ToyFamily.model(
                "brush",
                List.of(
                    maps("regions"),
                    tensor("masks", TensorType.UINT8, ANY, ANY, ANY),
                    tensor("mask_region", TensorType.INT64, ANY),
                    tensor("mask_given", TensorType.INT64, ANY),
                    tensor("mask_direction", TensorType.FP32, ANY, 2),
                    tensor("stroke", TensorType.FP32, ANY, 5)),
                maps("painted")),
            request -> List.of(painted(request)));
  }

  private static void serveFrames(FakeModelServer server) {
    List<TensorSpec> moving =
        List.of(ToyFamily.picture("picture"), ToyFamily.frame("frame", ANY), maps("regions"));
    server
        .serve(
            ToyFamily.model("anchors", moving, ToyFamily.latents("anchors", ANY)),
            request -> List.of(ToyFamily.numbered("anchors", request)))
        .serve(
            ToyFamily.model(
                "frames",
                List.of(
                    moving.get(0),
                    moving.get(1),
                    moving.get(2),
                    ToyFamily.latents("left_anchor", 1),
                    ToyFamily.latents("right_anchor", 1)),
                ToyFamily.latents("latents", ANY)),
            request -> List.of(ToyFamily.numbered("latents", request)))
        .serve(
            ToyFamily.model(
                "refine",
                List.of(
                    tensor("frames", TensorType.UINT8, ANY, ANY, ANY, 3),
                    ToyFamily.picture("picture")),
                tensor("refined", TensorType.UINT8, ANY, ANY, ANY, 3)),
            request -> List.of(smoothed(input(request, "frames"))));
  }

  public static Tensor input(ModelRequest request, String name) {
    return request.inputs().stream()
        .filter(tensor -> tensor.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Every pixel as often as the scale says. */
  private static Tensor enlarged(ModelRequest request) {
    Tensor picture = input(request, "picture");
    int scale = (int) input(request, "scale").data().getLong();
    int height = (int) picture.extent(0);
    int width = (int) picture.extent(1);
    ByteBuffer to = ByteBuffer.allocate(3 * height * width * scale * scale);
    for (int y = 0; y < height * scale; y++) {
      for (int x = 0; x < width * scale; x++) {
        to.put(picture.data().slice(3 * (y / scale * width + x / scale), 3));
      }
    }
    long[] shape = {(long) height * scale, (long) width * scale, 3};
    return new Tensor("restored", TensorType.UINT8, shape, to.flip());
  }

  /** All of it the first pixel of the example. */
  private static Tensor exampled(ModelRequest request) {
    Tensor picture = input(request, "picture");
    ByteBuffer color = input(request, "style_picture").data().slice(0, 3);
    ByteBuffer to = ByteBuffer.allocate(picture.data().remaining());
    while (to.hasRemaining()) {
      to.put(color.duplicate());
    }
    return new Tensor("stylized", TensorType.UINT8, picture.shape(), to.flip());
  }

  private static Tensor found(Tensor picture) {
    ByteBuffer maps = ByteBuffer.allocate(REGIONS * CELLS * 2).order(ByteOrder.LITTLE_ENDIAN);
    int height = (int) picture.extent(0);
    int width = (int) picture.extent(1);
    for (int cell = 0; cell < CELLS; cell++) {
      maps.putShort(half(picture.data().get(3 * middle(cell, height, width))));
    }
    for (int cell = 0; cell < CELLS; cell++) {
      maps.putShort((short) 0);
    }
    for (int cell = 0; cell < CELLS; cell++) {
      maps.putShort(HALF_LEFT);
    }
    return new Tensor("regions", TensorType.FP16, new long[] {REGIONS, 1, 2, 2}, maps.flip());
  }

  /** The middles of each mask's quarters, in place of what was found for its region. */
  private static Tensor painted(ModelRequest request) {
    Tensor masks = input(request, "masks");
    ByteBuffer regions = input(request, "mask_region").data();
    ByteBuffer maps = ByteBuffer.allocate(REGIONS * CELLS * 2).order(ByteOrder.LITTLE_ENDIAN);
    maps.put(input(request, "regions").data());
    int height = (int) masks.extent(1);
    int width = (int) masks.extent(2);
    for (int mask = 0; mask < masks.extent(0); mask++) {
      int region = (int) regions.getLong(mask * Long.BYTES);
      for (int cell = 0; cell < CELLS; cell++) {
        int at = mask * height * width + middle(cell, height, width);
        maps.putShort((region * CELLS + cell) * 2, half(masks.data().get(at)));
      }
    }
    return new Tensor("painted", TensorType.FP16, new long[] {REGIONS, 1, 2, 2}, maps.flip());
  }

  /** The pixel in the middle of a quarter. */
  private static int middle(int cell, int height, int width) {
    int x = (cell % 2 == 0 ? 1 : 3) * width / 4;
    int y = (cell < 2 ? 1 : 3) * height / 4;
    return y * width + x;
  }

  /** Each frame the mean of itself and those beside it, as far as they are there. */
  private static Tensor smoothed(Tensor frames) {
    int count = (int) frames.extent(0);
    ByteBuffer from = frames.data();
    int bytes = from.remaining() / count;
    ByteBuffer to = ByteBuffer.allocate(from.remaining());
    for (int frame = 0; frame < count; frame++) {
      int first = Math.max(0, frame - 1);
      int last = Math.min(count - 1, frame + 1);
      for (int at = 0; at < bytes; at++) {
        int sum = 0;
        for (int other = first; other <= last; other++) {
          sum += from.get(other * bytes + at) & 0xff;
        }
        to.put((byte) (sum / (last - first + 1)));
      }
    }
    return new Tensor("refined", TensorType.UINT8, frames.shape(), to.flip());
  }

  private static TensorSpec maps(String name) {
    return tensor(name, TensorType.FP16, REGIONS, 1, ANY, ANY);
  }

  private static TensorSpec tensor(String name, TensorType type, long... dims) {
    return new TensorSpec(name, type, Arrays.stream(dims).boxed().toList(), false);
  }

  /** A sample as a share of 255; what does not fit into ten bits is cut off. */
  private static short half(byte sample) {
    float value = (sample & 0xff) / 255f;
    int exponent = Math.getExponent(value);
    return exponent < -14
        ? 0
        : (short) (exponent + 15 << 10 | (Float.floatToIntBits(value) >> 13 & 0x3ff));
  }
}
