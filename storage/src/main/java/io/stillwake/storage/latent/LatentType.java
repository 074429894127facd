package io.stillwake.storage.latent;

import java.nio.ByteBuffer;

/** Element types of stored tensors, by their safetensors names. */
public enum LatentType {
  F16(2),
  BF16(2),
  F32(4);

  private final int bytes;

  LatentType(int bytes) {
    this.bytes = bytes;
  }

  public int bytes() {
    return bytes;
  }

  /** The element that begins at a byte of little-endian data; exact. */
  float get(ByteBuffer data, int at) {
    return switch (this) {
      case F16 -> Halves.toFloat(data.getShort(at));
      case BF16 -> Float.intBitsToFloat(data.getShort(at) << 16);
      case F32 -> data.getFloat(at);
    };
  }

  /** Rounds to the nearest value of the type, ties to even. */
  void put(ByteBuffer data, int at, float value) {
    switch (this) {
      case F16 -> data.putShort(at, Halves.of(value));
      case BF16 -> data.putShort(at, brain(value));
      case F32 -> data.putFloat(at, value);
    }
  }

  /** The upper half of a float's bits, rounded. */
  private static short brain(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) (bits >>> 16 | 0x40);
    }
    return (short) (bits + 0x7FFF + (bits >>> 16 & 1) >>> 16);
  }
}
