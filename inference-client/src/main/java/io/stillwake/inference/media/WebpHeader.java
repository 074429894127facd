package io.stillwake.inference.media;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** Reads the chunks of a WebP and keeps those that decoding needs. */
final class WebpHeader {

  private static final int VP8X = fourCc("VP8X");
  private static final int VP8 = fourCc("VP8 ");
  private static final int VP8L = fourCc("VP8L");
  private static final int ALPH = fourCc("ALPH");
  private static final int ANIM = fourCc("ANIM");
  private static final int ANMF = fourCc("ANMF");
  private static final int EXIF = fourCc("EXIF");
  private static final int ICCP = fourCc("ICCP");
  private static final int ALPHA_FLAG = 0x10;

  private WebpHeader() {}

  static SourceHeader read(ByteBuffer big) throws MediaException {
    ByteBuffer bytes = ByteBuffer.wrap(big.array()).order(ByteOrder.LITTLE_ENDIAN);
    long end = 8 + (bytes.getInt(4) & 0xffffffffL);
    if (end > bytes.limit()) {
      throw SourceHeader.truncated(
          SourceFormat.WEBP, "it has " + bytes.limit() + " of " + end + " bytes", null);
    }
    var kept = new ByteArrayOutputStream(bytes.limit());
    kept.write(bytes.array(), 0, 12);
    Orientation orientation = Orientation.UPRIGHT;
    Optional<ColorConversion> colors = Optional.empty();
    boolean alpha = false;
    boolean animated = false;
    int width = 0;
    int height = 0;
    for (int at = 12; at + 8 <= end; ) {
      int type = bytes.getInt(at);
      int content = at + 8;
      int length = bytes.getInt(at + 4);
      if (length < 0 || length > end - content) {
        throw new IndexOutOfBoundsException(at);
      }
      int next = content + length + (length & 1);
      if (type == VP8) {
        // Three bytes of frame tag and three of start code precede the size.
        width = Math.max(width, bytes.getShort(content + 6) & 0x3fff);
        height = Math.max(height, bytes.getShort(content + 8) & 0x3fff);
      } else if (type == VP8L) {
        int bits = bytes.getInt(content + 1);
        width = Math.max(width, (bits & 0x3fff) + 1);
        height = Math.max(height, (bits >> 14 & 0x3fff) + 1);
        alpha |= (bits >> 28 & 1) != 0;
      } else if (type == VP8X) {
        width = (bytes.getInt(content + 4) & 0xffffff) + 1;
        height = (bytes.getInt(content + 6) >>> 8) + 1;
      }
      alpha |= type == ALPH;
      animated |= type == ANIM || type == ANMF;
      if (type == EXIF) {
        orientation = Exif.orientation(big.slice(content, length));
      } else if (type == ICCP) {
        colors = ColorConversion.ofIcc(big.slice(content, length));
      } else if (type == VP8X || type == ALPH || type == VP8 || type == VP8L) {
        int from = kept.size();
        kept.write(bytes.array(), at, Math.min(next, bytes.limit()) - at);
        if (type == VP8X) {
          // No promise of EXIF, XMP or a profile: those chunks are left out.
          byte[] all = kept.toByteArray();
          all[from + 8] &= ALPHA_FLAG;
          kept.reset();
          kept.write(all, 0, all.length);
        }
      }
      at = next;
    }
    if (width == 0 || height == 0) {
      throw SourceHeader.truncated(SourceFormat.WEBP, "it holds no picture", null);
    }
    byte[] image = kept.toByteArray();
    ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN).putInt(4, image.length - 8);
    return new SourceHeader(
        SourceFormat.WEBP,
        width,
        height,
        orientation,
        alpha,
        animated,
        colors,
        ByteBuffer.wrap(image),
        Optional.empty());
  }

  private static int fourCc(String name) {
    return name.charAt(0) | name.charAt(1) << 8 | name.charAt(2) << 16 | name.charAt(3) << 24;
  }
}
