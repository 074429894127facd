package io.stillwake.inference.media;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Reads the chunks of a PNG and keeps those that decoding needs. */
final class PngHeader {

  private static final int IHDR = 0x49484452;
  private static final int PLTE = 0x504c5445;
  private static final int TRNS = 0x74524e53;
  private static final int IDAT = 0x49444154;
  private static final int IEND = 0x49454e44;
  private static final int ACTL = 0x6163544c;
  private static final int EXIF = 0x65584966;
  private static final int ICCP = 0x69434350;
  private static final int MAX_PROFILE = 1 << 20;

  private PngHeader() {}

  static SourceHeader read(ByteBuffer bytes) throws MediaException {
    var kept = new ByteArrayOutputStream(bytes.limit());
    kept.write(bytes.array(), 0, 8);
    Orientation orientation = Orientation.UPRIGHT;
    Optional<ColorConversion> colors = Optional.empty();
    boolean alpha = false;
    boolean animated = false;
    if (bytes.getInt(12) != IHDR) {
      throw SourceHeader.truncated(SourceFormat.PNG, "it does not begin with its size", null);
    }
    int width = bytes.getInt(16);
    int height = bytes.getInt(20);
    if (width < 1 || height < 1) {
      throw SourceHeader.truncated(
          SourceFormat.PNG, "its size reads " + width + "x" + height, null);
    }
    for (int at = 8, type = 0; type != IEND; ) {
      int length = bytes.getInt(at);
      type = bytes.getInt(at + 4);
      int end = Math.addExact(at + 12, Math.max(0, Math.min(length, bytes.limit())));
      if (length < 0 || end > bytes.limit()) {
        throw new IndexOutOfBoundsException(at);
      }
      int content = at + 8;
      switch (type) {
        case IHDR -> alpha = (bytes.get(at + 17) & 4) != 0;
        case TRNS -> alpha = true;
        case ACTL -> animated = bytes.getInt(content) > 1;
        case EXIF -> orientation = Exif.orientation(bytes.slice(content, length));
        case ICCP -> colors = inflate(bytes.slice(content, length)).flatMap(ColorConversion::ofIcc);
        default -> {}
      }
      if (type == IHDR || type == PLTE || type == TRNS || type == IDAT || type == IEND) {
        kept.write(bytes.array(), at, end - at);
      }
      at = end;
    }
    return new SourceHeader(
        SourceFormat.PNG,
        width,
        height,
        orientation,
        alpha,
        animated,
        colors,
        ByteBuffer.wrap(kept.toByteArray()),
        Optional.empty());
  }

  /** A name, a zero, the method, then the deflated profile; empty if damaged or huge. */
  private static Optional<ByteBuffer> inflate(ByteBuffer chunk) {
    int at = 0;
    while (chunk.get(at) != 0) {
      at++;
    }
    var inflater = new Inflater();
    try {
      inflater.setInput(chunk.slice(at + 2, chunk.limit() - at - 2));
      byte[] profile = new byte[MAX_PROFILE];
      int length = inflater.inflate(profile);
      return inflater.finished()
          ? Optional.of(ByteBuffer.wrap(profile, 0, length).slice())
          : Optional.empty();
    } catch (DataFormatException e) {
      return Optional.empty();
    } finally {
      inflater.end();
    }
  }
}
