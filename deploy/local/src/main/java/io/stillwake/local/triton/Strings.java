package io.stillwake.local.triton;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Triton's BYTES: every element in row-major order, a 4-byte little-endian length before each. */
final class Strings {

  private Strings() {}

  /** The elements in {@code raw}; -1 if a length points past the end. */
  static long count(ByteString raw) {
    ByteBuffer buffer = raw.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    long count = 0;
    while (buffer.hasRemaining()) {
      if (buffer.remaining() < Integer.BYTES) {
        return -1;
      }
      int length = buffer.getInt();
      if (length < 0 || length > buffer.remaining()) {
        return -1;
      }
      buffer.position(buffer.position() + length);
      count++;
    }
    return count;
  }

  /** Of bytes that {@link #count} has accepted; what is not UTF-8 is replaced. */
  static String[] decode(ByteString raw) {
    ByteBuffer buffer = raw.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    List<String> elements = new ArrayList<>();
    while (buffer.hasRemaining()) {
      ByteBuffer element = buffer.slice(buffer.position() + Integer.BYTES, buffer.getInt());
      elements.add(StandardCharsets.UTF_8.decode(element).toString());
      buffer.position(buffer.position() + element.capacity());
    }
    return elements.toArray(String[]::new);
  }

  static ByteString encode(Iterable<ByteString> elements) {
    ByteString.Output raw = ByteString.newOutput();
    for (ByteString element : elements) {
      byte[] length = new byte[Integer.BYTES];
      ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).putInt(element.size());
      raw.write(length, 0, length.length);
      raw.write(element.toByteArray(), 0, element.size());
    }
    return raw.toByteString();
  }
}
