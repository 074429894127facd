package io.stillwake.inference.media;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The one thing that pictures need of EXIF: which way is up. Everything else is dropped unread. */
final class Exif {

  private static final int ORIENTATION = 0x0112;
  private static final int SHORT = 3;

  private Exif() {}

  /**
   * @param tiff EXIF's TIFF structure, from its byte order mark on; {@code Exif\0\0} may precede it
   * @return upright, unless a well-formed orientation says otherwise
   */
  static Orientation orientation(ByteBuffer tiff) {
    try {
      ByteBuffer data = tiff.slice();
      if (data.remaining() > 6 && data.getInt(0) == 0x45786966) {
        data = data.position(6).slice();
      }
      int mark = data.getShort(0);
      if (mark != 0x4949 && mark != 0x4d4d) {
        return Orientation.UPRIGHT;
      }
      data.order(mark == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
      int directory = data.getInt(4);
      int entries = data.getShort(directory) & 0xffff;
      for (int i = 0; i < entries; i++) {
        int entry = directory + 2 + 12 * i;
        if (data.getShort(entry) == ORIENTATION && data.getShort(entry + 2) == SHORT) {
          return Orientation.ofExif(data.getShort(entry + 8));
        }
      }
    } catch (IndexOutOfBoundsException e) {
      // Damaged metadata does not make a picture unreadable.
    }
    return Orientation.UPRIGHT;
  }
}
