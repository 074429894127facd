package io.stillwake.inference.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stillwake.inference.Tensor;
import io.stillwake.inference.TensorSpec;
import io.stillwake.inference.TensorType;
import io.stillwake.inference.media.RgbImage;
import io.stillwake.proto.Parameter;
import io.stillwake.storage.latent.LatentTensor;
import io.stillwake.storage.latent.LatentType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** Between what models take and give, and our pictures, latents and parameters. */
final class Tensors {

  private Tensors() {}

  /** UINT8 [height, width, 3]. */
  static Tensor picture(String name, RgbImage picture) {
    return new Tensor(
        name,
        TensorType.UINT8,
        new long[] {picture.height(), picture.width(), 3},
        ByteBuffer.wrap(picture.pixels()));
  }

  static RgbImage picture(Tensor tensor) {
    byte[] pixels = new byte[tensor.data().remaining()];
    tensor.data().get(pixels);
    return new RgbImage((int) tensor.extent(1), (int) tensor.extent(0), pixels);
  }

  static Tensor latents(String name, LatentTensor latents) {
    TensorType type =
        switch (latents.type()) {
          case F16 -> TensorType.FP16;
          case BF16 -> TensorType.BF16;
          case F32 -> TensorType.FP32;
        };
    return new Tensor(name, type, latents.shape(), latents.data());
  }

  /** From [C, T, h, w], checked already. */
  static LatentTensor latents(Tensor tensor) throws WorkFailed {
    LatentType type =
        switch (tensor.type()) {
          case FP16 -> LatentType.F16;
          case BF16 -> LatentType.BF16;
          case FP32 -> LatentType.F32;
          default ->
              throw WorkFailed.forGood(
                  WorkFailed.INVALID_OUTPUT, tensor + " cannot be stored as latents");
        };
    return new LatentTensor(
        type,
        (int) tensor.extent(0),
        (int) tensor.extent(1),
        (int) tensor.extent(2),
        (int) tensor.extent(3),
        tensor.data());
  }

  /** A model whose output has another shape than its inputs ask for cannot be used. */
  static void requireShape(Tensor tensor, long... shape) throws WorkFailed {
    if (!tensor.hasShape(shape)) {
      throw WorkFailed.forNow(
          WorkFailed.INVALID_OUTPUT,
          "output: %s (expected: %s)".formatted(tensor, Arrays.toString(shape)));
    }
  }

  /** INT64 [count]. */
  static Tensor integers(String name, List<Long> values) {
    ByteBuffer data = littleEndian(values.size() * Long.BYTES);
    values.forEach(data::putLong);
    return new Tensor(name, TensorType.INT64, new long[] {values.size()}, data.flip());
  }

  /** A parameter in the datatype that the model itself declares. */
  static Tensor parameter(Parameter parameter, TensorSpec declared) throws WorkFailed {
    int count = parameter.getFloatsCount() + parameter.getIntsCount() + parameter.getStringsCount();
    long[] shape =
        parameter.getShapeCount() == 0
            ? new long[] {count}
            : parameter.getShapeList().stream().mapToLong(Long::longValue).toArray();
    ByteBuffer data =
        declared.type() == TensorType.BYTES ? strings(parameter) : numbers(parameter, declared);
    try {
      return new Tensor(parameter.getName(), declared.type(), shape, data);
    } catch (IllegalArgumentException e) {
      throw WorkFailed.forGood(WorkFailed.MODEL_REJECTED, "parameter: " + e.getMessage(), e);
    }
  }

  private static ByteBuffer strings(Parameter parameter) {
    List<byte[]> texts =
        parameter.getStringsList().stream().map(text -> text.getBytes(UTF_8)).toList();
    ByteBuffer data =
        littleEndian(texts.stream().mapToInt(text -> Integer.BYTES + text.length).sum());
    texts.forEach(text -> data.putInt(text.length).put(text));
    return data.flip();
  }

  private static ByteBuffer numbers(Parameter parameter, TensorSpec declared) throws WorkFailed {
    ByteBuffer data =
        littleEndian(
            (parameter.getFloatsCount() + parameter.getIntsCount()) * declared.type().bytes());
    for (long value : parameter.getIntsList()) {
      put(data, declared, value, value);
    }
    for (double value : parameter.getFloatsList()) {
      put(data, declared, value, (long) value);
    }
    return data.flip();
  }

  private static void put(ByteBuffer data, TensorSpec declared, double real, long whole)
      throws WorkFailed {
    switch (declared.type()) {
      case FP64 -> data.putDouble(real);
      case FP32 -> data.putFloat((float) real);
      case INT64, UINT64 -> data.putLong(whole);
      case INT32, UINT32 -> data.putInt((int) whole);
      case INT16, UINT16 -> data.putShort((short) whole);
      case INT8, UINT8, BOOL -> data.put((byte) whole);
      case FP16, BF16, BYTES ->
          throw WorkFailed.forGood(
              WorkFailed.MODEL_REJECTED,
              "input %s cannot be filled from a parameter (expected: FP32, FP64, a whole number or BYTES)"
                  .formatted(declared));
    }
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
