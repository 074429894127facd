package io.stillwake.inference.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Splits what the encoder wrote into init and media, and sets the media on the film's clock. */
final class FragmentedMp4 {

  private FragmentedMp4() {}

  /**
   * Writes sequence number and decode time into the fragment itself: exact for every frame rate,
   * where an offset in seconds given to the encoder would be rounded.
   *
   * @param file {@code ftyp moov moof mdat}, the fragment starting at time 0
   * @param sequence of the fragment in the film, from 1
   * @param decodeTime of the first frame, in ticks
   * @param frames that the fragment must have
   * @throws IOException if the file is not of that shape
   */
  static EncodedSegment split(byte[] file, int sequence, long decodeTime, int frames)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(file);
    Box moov = child(bytes, 0, file.length, "moov");
    byte[] init = Arrays.copyOf(file, moov.end);
    byte[] media = Arrays.copyOfRange(file, moov.end, file.length);
    Fragment fragment = Fragment.of(media);
    if (fragment.frames != frames) {
      throw new IOException("segment has " + fragment.frames + " frames; expected " + frames);
    }
    ByteBuffer.wrap(media)
        .putInt(fragment.sequenceAt, sequence)
        .putLong(fragment.decodeTimeAt, decodeTime);
    return new EncodedSegment(init, media);
  }

  /**
   * What a segment's media says of itself.
   *
   * @param sequence of the fragment in the film, from 1
   * @param decodeTime of the first frame, in ticks
   * @param frames that it holds
   */
  record Fragment(int sequence, long decodeTime, int frames, int sequenceAt, int decodeTimeAt) {

    /**
     * @throws IOException if the media is anything but one {@code moof} and its {@code mdat}
     */
    static Fragment of(byte[] media) throws IOException {
      ByteBuffer bytes = ByteBuffer.wrap(media);
      Box moof = child(bytes, 0, media.length, "moof");
      Box mdat = child(bytes, moof.end, media.length, "mdat");
      if (moof.start != 0 || mdat.start != moof.end || mdat.end != media.length) {
        throw new IOException("media of " + media.length + " bytes is not one moof and one mdat");
      }
      Box mfhd = child(bytes, moof.content, moof.end, "mfhd");
      Box traf = child(bytes, moof.content, moof.end, "traf");
      Box tfdt = child(bytes, traf.content, traf.end, "tfdt");
      if (bytes.get(tfdt.content) != 1) {
        throw new IOException("tfdt has version " + bytes.get(tfdt.content) + "; expected 1");
      }
      Box trun = child(bytes, traf.content, traf.end, "trun");
      return new Fragment(
          bytes.getInt(mfhd.content + 4),
          bytes.getLong(tfdt.content + 4),
          bytes.getInt(trun.content + 4),
          mfhd.content + 4,
          tfdt.content + 4);
    }
  }

  private record Box(int start, int content, int end) {}

  private static Box child(ByteBuffer bytes, int from, int to, String type) throws IOException {
    for (int at = from; at + 8 <= to; ) {
      int size = bytes.getInt(at);
      if (size < 8 || size > to - at) {
        throw new IOException("box at " + at + " has size " + size + " of " + (to - at));
      }
      if (new String(bytes.array(), at + 4, 4, StandardCharsets.ISO_8859_1).equals(type)) {
        return new Box(at, at + 8, at + size);
      }
      at += size;
    }
    throw new IOException("no box " + type + " between " + from + " and " + to);
  }
}
