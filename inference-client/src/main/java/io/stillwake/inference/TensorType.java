package io.stillwake.inference;

import java.util.Arrays;

/** Element types of tensors, by their KServe v2 names. */
public enum TensorType {
  BOOL(1),
  UINT8(1),
  UINT16(2),
  UINT32(4),
  UINT64(8),
  INT8(1),
  INT16(2),
  INT32(4),
  INT64(8),
  FP16(2),
  BF16(2),
  FP32(4),
  FP64(8),
  /** Strings of any length, each behind its length in four bytes. */
  BYTES(0);

  private final int bytes;

  TensorType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one element; 0 for {@link #BYTES}, whose elements differ in length. */
  public int bytes() {
    return bytes;
  }

  /**
   * @throws IllegalArgumentException where no type has that name
   */
  public static TensorType named(String name) {
    for (TensorType type : values()) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    throw new IllegalArgumentException(
        "datatype: '" + name + "' (expected: one of " + Arrays.toString(values()) + ")");
  }
}
