package io.stillwake.jobs.dispatch;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.stillwake.proto.HeldWork;
import io.stillwake.proto.WorkItem;
import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Held work as few bytes, since a million items may wait. The items of one render name the same
 * pictures, anchors and parameters, so an item is deflated (RFC 1951) with another item of its
 * render as the preset dictionary: its pattern. What the item's key says is left out.
 *
 * <p>For one thread.
 */
final class WorkPacking {

  /** The pattern of an item that is packed without one. */
  static final byte[] NO_PATTERN = {};

  /** The first byte of what was packed with a pattern, and without one. */
  private static final byte PATTERNED = 1;

  private static final byte ALONE = 0;
  private static final int CHUNK = 1024;

  private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
  private final Inflater inflater = new Inflater(true);
  private final byte[] buffer = new byte[CHUNK];

  /** What other items of the same render can be packed with. */
  static byte[] pattern(HeldWork work) {
    return withoutKey(work).toByteArray();
  }

  byte[] pack(HeldWork work, byte[] pattern) {
    deflater.reset();
    ByteArrayOutputStream packed = new ByteArrayOutputStream(CHUNK);
    if (pattern.length > 0) {
      deflater.setDictionary(pattern);
      packed.write(PATTERNED);
    } else {
      packed.write(ALONE);
    }
    deflater.setInput(withoutKey(work).toByteArray());
    deflater.finish();
    while (!deflater.finished()) {
      packed.write(buffer, 0, deflater.deflate(buffer));
    }
    return packed.toByteArray();
  }

  /**
   * @param pattern of its render by now; an item that was packed before there was one needs none
   * @throws DataFormatException where it is not what was packed, or not with this pattern
   */
  HeldWork unpack(ItemKey key, byte[] packed, byte[] pattern)
      throws DataFormatException, InvalidProtocolBufferException {
    inflater.reset();
    if (packed[0] == PATTERNED) {
      inflater.setDictionary(pattern);
    }
    inflater.setInput(packed, 1, packed.length - 1);
    ByteString.Output unpacked = ByteString.newOutput(CHUNK);
    while (!inflater.finished()) {
      int count = inflater.inflate(buffer);
      if (count == 0 && !inflater.finished()) {
        throw new DataFormatException("cut short after %d bytes".formatted(packed.length));
      }
      unpacked.write(buffer, 0, count);
    }
    HeldWork.Builder work = HeldWork.parseFrom(unpacked.toByteString()).toBuilder();
    work.getItemBuilder().setRenderId(key.render()).setWorkId(key.work());
    return work.build();
  }

  private static HeldWork withoutKey(HeldWork work) {
    WorkItem.Builder item = work.getItem().toBuilder().clearRenderId().clearWorkId();
    return work.toBuilder().setItem(item).build();
  }
}
