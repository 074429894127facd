package io.stillwake.storage.latent;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * Latents of some frames: shape [channels, frames, height, width], row-major, little-endian. Time
 * is axis 1, so frames are cut out and joined per channel.
 */
public record LatentTensor(
    LatentType type, int channels, int frames, int height, int width, ByteBuffer data) {

  public LatentTensor {
    if (channels < 1 || frames < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "latents [%d, %d, %d, %d] (expected: each extent from 1)"
              .formatted(channels, frames, height, width));
    }
    long expected = (long) channels * frames * height * width * type.bytes();
    if (data.remaining() != expected) {
      throw new IllegalArgumentException(
          "latents [%d, %d, %d, %d] of %s hold %d bytes (expected: %d)"
              .formatted(channels, frames, height, width, type, data.remaining(), expected));
    }
    data = data.slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  public long[] shape() {
    return new long[] {channels, frames, height, width};
  }

  /** Frames {@code from} to {@code from + count} (exclusive). */
  public LatentTensor slice(int from, int count) {
    if (from < 0 || count < 1 || from + count > frames) {
      throw new IllegalArgumentException(
          "frames %d to %d (expected: within 0 to %d)".formatted(from, from + count, frames));
    }
    if (count == frames) {
      return this;
    }
    int frameBytes = height * width * type.bytes();
    ByteBuffer out = ByteBuffer.allocate(channels * count * frameBytes);
    for (int channel = 0; channel < channels; channel++) {
      out.put(data.slice((channel * frames + from) * frameBytes, count * frameBytes));
    }
    return new LatentTensor(type, channels, count, height, width, out.flip());
  }

  /** Joins along time. */
  public static LatentTensor concatenate(List<LatentTensor> parts) {
    LatentTensor first = parts.get(0);
    if (parts.size() == 1) {
      return first;
    }
    for (LatentTensor part : parts) {
      if (part.type != first.type
          || part.channels != first.channels
          || part.height != first.height
          || part.width != first.width) {
        throw new IllegalArgumentException(
            "latents %s of %s cannot follow %s of %s"
                .formatted(
                    Arrays.toString(part.shape()),
                    part.type,
                    Arrays.toString(first.shape()),
                    first.type));
      }
    }
    int frames = parts.stream().mapToInt(LatentTensor::frames).sum();
    int frameBytes = first.height * first.width * first.type.bytes();
    ByteBuffer out = ByteBuffer.allocate(first.channels * frames * frameBytes);
    for (int channel = 0; channel < first.channels; channel++) {
      for (LatentTensor part : parts) {
        int run = part.frames * frameBytes;
        out.put(part.data.slice(channel * run, run));
      }
    }
    return new LatentTensor(
        first.type, first.channels, frames, first.height, first.width, out.flip());
  }

  /** Whether every element is a number: a model that failed quietly answers NaN or infinity. */
  public boolean finite() {
    long exponents =
        switch (type) {
          case F16 -> 0x7C00_7C00_7C00_7C00L;
          case BF16 -> 0x7F80_7F80_7F80_7F80L;
          case F32 -> 0x7F80_0000_7F80_0000L;
        };
    int whole = data.limit() / Long.BYTES * Long.BYTES;
    long found = 0;
    for (int at = 0; at < whole; at += Long.BYTES) {
      found |= full(data.getLong(at), exponents);
    }
    for (int at = whole; at < data.limit(); at += type.bytes()) {
      long bits =
          type == LatentType.F32 ? data.getInt(at) & 0xFFFF_FFFFL : data.getShort(at) & 0xFFFF;
      found |= full(bits, exponents);
    }
    return found == 0;
  }

  /**
   * Not zero where one of the elements in a word has an exponent of ones only. One more than such
   * an exponent is the element's first bit, and no sum reaches into the next element.
   */
  private static long full(long word, long exponents) {
    long lowest = exponents & ~(exponents << 1);
    long first = ~exponents & exponents << 1;
    return (word & exponents) + lowest & first;
  }

  @Override
  public String toString() {
    return "LatentTensor[%s %s]".formatted(type, Arrays.toString(shape()));
  }
}
