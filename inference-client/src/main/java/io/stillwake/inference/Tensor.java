package io.stillwake.inference;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/**
 * One input or output of a model: row-major, little-endian, in a buffer that is shared, not copied.
 *
 * @param data read from its position to its limit; its bytes must not change any more
 */
public record Tensor(String name, TensorType type, long[] shape, ByteBuffer data) {

  /**
   * @throws IllegalArgumentException where the buffer does not hold what type and shape ask for
   */
  public Tensor {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
    shape = shape.clone();
    long elements = elements(name, shape);
    if (type != TensorType.BYTES && data.remaining() != elements * type.bytes()) {
      throw new IllegalArgumentException(
          "tensor '%s' %s %s holds %d bytes (expected: %d)"
              .formatted(
                  name, type, Arrays.toString(shape), data.remaining(), elements * type.bytes()));
    }
    data = data.slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public long[] shape() {
    return shape.clone();
  }

  /** An own view: reading from it moves nobody else's position. */
  @Override
  public ByteBuffer data() {
    return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  public int rank() {
    return shape.length;
  }

  public long extent(int axis) {
    return shape[axis];
  }

  public boolean hasShape(long... expected) {
    return Arrays.equals(shape, expected);
  }

  private static long elements(String name, long[] shape) {
    long elements = 1;
    for (long extent : shape) {
      if (extent < 0) {
        throw new IllegalArgumentException(
            "tensor '%s' has shape %s (expected: no negative extent)"
                .formatted(name, Arrays.toString(shape)));
      }
      elements = Math.multiplyExact(elements, extent);
    }
    return elements;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor that
        && name.equals(that.name)
        && type == that.type
        && Arrays.equals(shape, that.shape)
        && data.equals(that.data);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, type, Arrays.hashCode(shape), data);
  }

  /** Without the payload. */
  @Override
  public String toString() {
    return "Tensor[%s %s %s]".formatted(name, type, Arrays.toString(shape));
  }
}
