package io.stillwake.bench.gpu;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.stillwake.proto.triton.DataType;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the models put out, made once per shape and shared by all calls: latents are finite noise,
 * frames a slope that moves, which an encoder is done with quickly.
 */
final class OutputBuffers {

  private static final long LARGEST = 1 << 28;

  private final Map<List<Long>, ByteString> latents = new ConcurrentHashMap<>();
  private final Map<List<Long>, ByteString> frames = new ConcurrentHashMap<>();

  /**
   * What a model puts out for its inputs.
   *
   * @throws Refusal where it would be larger than 256 MiB, as Triton's Python backend has it when
   *     its shared memory is used up
   */
  Output output(VirtualModel model, InferInputs inputs) throws Refusal {
    List<Long> shape = shape(model, inputs);
    if (bytes(model.outputType(), shape) > LARGEST) {
      throw Refusal.invalid(
          "output '%s' of model '%s' would have shape %s (expected: at most %d bytes)"
              .formatted(model.output(), model.model(), shape, LARGEST));
    }
    ByteString data =
        model == VirtualModel.DECODE
            ? frames.computeIfAbsent(shape, OutputBuffers::slope)
            : latents.computeIfAbsent(shape, OutputBuffers::noise);
    return new Output(model, shape, data);
  }

  private static List<Long> shape(VirtualModel model, InferInputs inputs) {
    if (model == VirtualModel.DECODE) {
      List<Long> window = inputs.shape(VirtualModel.LATENTS);
      return List.of(
          Math.max(0, 1 + (window.get(1) - 1) * VirtualFamily.TEMPORAL_STRIDE),
          window.get(2) * VirtualFamily.SPATIAL_STRIDE,
          window.get(3) * VirtualFamily.SPATIAL_STRIDE,
          3L);
    }
    List<Long> picture = inputs.shape(VirtualModel.PICTURE);
    return List.of(
        (long) VirtualFamily.LATENT_CHANNELS,
        inputs.shape(VirtualModel.FRAME).get(0),
        picture.get(0) / VirtualFamily.SPATIAL_STRIDE,
        picture.get(1) / VirtualFamily.SPATIAL_STRIDE);
  }

  /**
   * Bytes of a tensor.
   *
   * @return {@link Long#MAX_VALUE} where they are too many to count
   */
  static long bytes(DataType type, List<Long> shape) {
    long bytes =
        switch (type) {
          case TYPE_UINT8 -> 1;
          case TYPE_FP16 -> 2;
          case TYPE_FP32 -> 4;
          case TYPE_INT64 -> 8;
          default -> throw new IllegalArgumentException(type + " (expected: a type of the models)");
        };
    try {
      for (long extent : shape) {
        bytes = Math.multiplyExact(bytes, extent);
      }
      return bytes;
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE;
    }
  }

  /** Half floats of either sign from 1/4 to 4: never NaN, never infinite. */
  private static ByteString noise(List<Long> shape) {
    byte[] bytes = new byte[Math.toIntExact(bytes(DataType.TYPE_FP16, shape))];
    new Random(shape.hashCode()).nextBytes(bytes);
    for (int high = 1; high < bytes.length; high += 2) {
      int exponent = 13 + ((bytes[high] >> 2) & 3);
      bytes[high] = (byte) ((bytes[high] & 0x83) | (exponent << 2));
    }
    return UnsafeByteOperations.unsafeWrap(bytes);
  }

  private static ByteString slope(List<Long> shape) {
    byte[] bytes = new byte[Math.toIntExact(bytes(DataType.TYPE_UINT8, shape))];
    int width = Math.toIntExact(shape.get(2));
    int height = Math.toIntExact(shape.get(1));
    for (int at = 0; at < bytes.length; at++) {
      int pixel = at / 3;
      int frame = pixel / (width * height);
      bytes[at] = (byte) (64 + (pixel % width + pixel / width % height) / 16 + frame);
    }
    return UnsafeByteOperations.unsafeWrap(bytes);
  }
}
