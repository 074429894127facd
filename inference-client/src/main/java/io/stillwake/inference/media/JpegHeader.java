package io.stillwake.inference.media;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads the segments of a JPEG and keeps those that decoding needs. */
final class JpegHeader {

  private static final int EOI = 0xd9;
  private static final int SOS = 0xda;
  private static final int APP0 = 0xe0;
  private static final int APP1 = 0xe1;
  private static final int APP2 = 0xe2;
  private static final int APP14 = 0xee;
  private static final int APP15 = 0xef;
  private static final int COM = 0xfe;

  private final ByteBuffer bytes;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final ByteArrayOutputStream profile = new ByteArrayOutputStream();
  private Orientation orientation = Orientation.UPRIGHT;
  private int width;
  private int height;

  private JpegHeader(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  static SourceHeader read(ByteBuffer bytes) throws MediaException {
    var header = new JpegHeader(bytes);
    header.walk();
    if (header.width == 0 || header.height == 0) {
      throw SourceHeader.truncated(
          SourceFormat.JPEG, "its size reads " + header.width + "x" + header.height, null);
    }
    return new SourceHeader(
        SourceFormat.JPEG,
        header.width,
        header.height,
        header.orientation,
        false,
        false,
        header.profile.size() == 0
            ? Optional.empty()
            : ColorConversion.ofIcc(ByteBuffer.wrap(header.profile.toByteArray())),
        ByteBuffer.wrap(header.kept.toByteArray()),
        Optional.empty());
  }

  /** To the end of the picture: what follows (a second picture, a phone's film) is left out. */
  private void walk() throws MediaException {
    int at = 2;
    keep(0, at);
    while (at < bytes.limit()) {
      if (bytes.get(at) != (byte) 0xff) {
        // Stray bytes between segments, as some cameras write them.
        at++;
        continue;
      }
      int marker = bytes.get(at + 1) & 0xff;
      if (marker == 0xff) {
        at++;
      } else if (marker == EOI) {
        break;
      } else if (marker == 0 || marker == 1 || marker >= 0xd0 && marker <= 0xd8) {
        at += 2;
      } else {
        int end = at + 2 + (bytes.getShort(at + 2) & 0xffff);
        if (end > bytes.limit()) {
          throw new IndexOutOfBoundsException(end);
        }
        segment(marker, at + 4, end);
        if (marker == SOS) {
          end = scanEnd(end);
        }
        if (marker < APP0 || marker == APP0 || marker == APP14 || marker > APP15 && marker != COM) {
          keep(at, end);
        }
        at = end;
      }
    }
    kept.write(0xff);
    kept.write(EOI);
  }

  private void segment(int marker, int content, int end) throws MediaException {
    boolean frame =
        marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    if (frame) {
      if (marker > 0xc2) {
        throw SourceHeader.unsupported(
            SourceFormat.JPEG, "uses a rare coding (SOF" + (marker - 0xc0) + ")");
      }
      if (bytes.get(content) != 8) {
        throw SourceHeader.unsupported(
            SourceFormat.JPEG, "has " + bytes.get(content) + " bits per sample instead of 8");
      }
      height = Math.max(height, bytes.getShort(content + 1) & 0xffff);
      width = Math.max(width, bytes.getShort(content + 3) & 0xffff);
    } else if (marker == APP1 && starts(content, end, "Exif\0\0")) {
      orientation = Exif.orientation(bytes.slice(content, end - content));
    } else if (marker == APP2 && starts(content, end, "ICC_PROFILE\0")) {
      // Parts carry a number, and every writer puts them in that order.
      profile.write(bytes.array(), content + 14, Math.max(0, end - content - 14));
    }
  }

  /** The entropy-coded data of a scan ends at a marker that is neither stuffing nor a restart. */
  private int scanEnd(int from) {
    int last = bytes.limit() - 1;
    for (int at = from; at < last; at++) {
      if (bytes.get(at) == (byte) 0xff) {
        int next = bytes.get(at + 1) & 0xff;
        if (next != 0 && next != 0xff && (next < 0xd0 || next > 0xd7)) {
          return at;
        }
      }
    }
    return bytes.limit();
  }

  private boolean starts(int content, int end, String with) {
    return end - content >= with.length()
        && new String(bytes.array(), content, with.length(), StandardCharsets.ISO_8859_1)
            .equals(with);
  }

  private void keep(int from, int to) {
    kept.write(bytes.array(), from, to - from);
  }
}
