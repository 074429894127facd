package io.stillwake.ingest.asset;

import io.stillwake.ingest.problem.ErrorCode;
import io.stillwake.ingest.problem.ProblemException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What the first bytes of a picture say of it. Nothing is decoded, so a small file that claims to
 * be a huge picture costs nothing.
 *
 * @param width in pixels, before any EXIF orientation
 * @param height in pixels, before any EXIF orientation
 */
record PictureHeader(String mediaType, int width, int height) {

  private static final String ACCEPTED = "a PNG, JPEG or WebP picture";

  /**
   * @throws ProblemException unsupported_image, truncated_image
   */
  static PictureHeader of(byte[] picture) {
    String start =
        new String(picture, 0, Math.min(picture.length, 16), StandardCharsets.ISO_8859_1);
    try {
      if (start.startsWith("\u0089PNG\r\n\u001a\n")) {
        return png(ByteBuffer.wrap(picture));
      }
      if (start.startsWith("\u00ff\u00d8\u00ff")) {
        return jpeg(ByteBuffer.wrap(picture));
      }
      if (start.startsWith("RIFF") && start.startsWith("WEBP", 8)) {
        return webp(ByteBuffer.wrap(picture).order(ByteOrder.LITTLE_ENDIAN), start);
      }
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      throw broken("it ends before its size is told", e);
    }
    throw new ProblemException(
        ErrorCode.UNSUPPORTED_IMAGE,
        "asset: it begins with %s (expected: %s)"
            .formatted(HexFormat.ofDelimiter(" ").formatHex(Arrays.copyOf(picture, 8)), ACCEPTED));
  }

  /** The IHDR chunk is the first (W3C PNG, 5.6). */
  private static PictureHeader png(ByteBuffer bytes) {
    return sized("image/png", bytes.getInt(16), bytes.getInt(20));
  }

  /** The frame header is the first SOF marker (ITU-T T.81, B.2.2). */
  private static PictureHeader jpeg(ByteBuffer bytes) {
    bytes.position(2);
    while (true) {
      int marker = marker(bytes);
      int length = bytes.getShort() & 0xffff;
      // C4, C8 and CC of the range are tables and extensions.
      if (marker >= 0xc0 && marker <= 0xcf && marker % 4 != 0 || marker == 0xc0) {
        int at = bytes.position();
        return sized(
            "image/jpeg", bytes.getShort(at + 3) & 0xffff, bytes.getShort(at + 1) & 0xffff);
      }
      if (length < 2 || length - 2 > bytes.remaining()) {
        throw broken("a segment of %d bytes".formatted(length), null);
      }
      bytes.position(bytes.position() + length - 2);
    }
  }

  /** At least one FF byte stands before a marker. */
  private static int marker(ByteBuffer bytes) {
    int marker = bytes.get() & 0xff;
    if (marker != 0xff) {
      throw broken("no marker at byte " + (bytes.position() - 1), null);
    }
    while (marker == 0xff) {
      marker = bytes.get() & 0xff;
    }
    return marker;
  }

  /** The three kinds of first chunk (RFC 9649, 2.5 to 2.7). */
  private static PictureHeader webp(ByteBuffer bytes, String start) {
    String kind = start.substring(12);
    int data = 20;
    return switch (kind) {
      case "VP8 " ->
          sized("image/webp", bytes.getShort(data + 6) & 0x3fff, bytes.getShort(data + 8) & 0x3fff);
      case "VP8L" -> {
        int sides = bytes.getInt(data + 1);
        yield sized("image/webp", (sides & 0x3fff) + 1, (sides >>> 14 & 0x3fff) + 1);
      }
      case "VP8X" ->
          sized(
              "image/webp",
              (bytes.getInt(data + 4) & 0xffffff) + 1,
              (bytes.getInt(data + 6) >>> 8) + 1);
      default -> throw broken("a WebP of kind '" + kind + "'", null);
    };
  }

  private static PictureHeader sized(String mediaType, int width, int height) {
    if (width <= 0 || height <= 0) {
      throw broken("%dx%d".formatted(width, height), null);
    }
    return new PictureHeader(mediaType, width, height);
  }

  private static ProblemException broken(String what, Throwable cause) {
    return new ProblemException(
        ErrorCode.TRUNCATED_IMAGE, "asset: %s (expected: %s)".formatted(what, ACCEPTED), cause);
  }

  long pixels() {
    return (long) width * height;
  }
}
