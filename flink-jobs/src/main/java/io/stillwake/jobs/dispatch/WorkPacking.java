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
  static final ByteString NO_PATTERN = ByteString.EMPTY;

  private static final int CHUNK = 1024;

  private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
  private final Inflater inflater = new Inflater(true);
  private final byte[] buffer = new byte[CHUNK];

  /** What other items of the same render can be packed with. */
  static ByteString pattern(HeldWork work) {
    return withoutKey(work).toByteString();
  }

  byte[] pack(HeldWork work, ByteString pattern) {
    deflater.reset();
    if (!pattern.isEmpty()) {
      deflater.setDictionary(pattern.asReadOnlyByteBuffer());
    }
    deflater.setInput(withoutKey(work).toByteArray());
    deflater.finish();
    ByteArrayOutputStream packed = new ByteArrayOutputStream(CHUNK);
    while (!deflater.finished()) {
      packed.write(buffer, 0, deflater.deflate(buffer));
    }
    return packed.toByteArray();
  }

  /**
   * @param pattern that it was packed with
   */
  HeldWork unpack(ItemKey key, byte[] packed, ByteString pattern) {
    inflater.reset();
    if (!pattern.isEmpty()) {
      inflater.setDictionary(pattern.asReadOnlyByteBuffer());
    }
    inflater.setInput(packed);
    ByteString.Output unpacked = ByteString.newOutput(CHUNK);
    try {
      while (!inflater.finished()) {
        int count = inflater.inflate(buffer);
        if (count == 0) {
          throw new IllegalStateException("held work %s is cut short".formatted(key));
        }
        unpacked.write(buffer, 0, count);
      }
      HeldWork.Builder work = HeldWork.parseFrom(unpacked.toByteString()).toBuilder();
      work.getItemBuilder().setRenderId(key.render()).setWorkId(key.work());
      return work.build();
    } catch (DataFormatException | InvalidProtocolBufferException e) {
      throw new IllegalStateException("held work %s cannot be read".formatted(key), e);
    }
  }

  private static HeldWork withoutKey(HeldWork work) {
    WorkItem.Builder item = work.getItem().toBuilder().clearRenderId().clearWorkId();
    return work.toBuilder().setItem(item).build();
  }
}
