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
    Box moof = child(bytes, moov.end, file.length, "moof");
    Box mdat = child(bytes, moof.end, file.length, "mdat");
    if (moof.start != moov.end || mdat.start != moof.end || mdat.end != file.length) {
      throw new IOException(
          "segment has other boxes than ftyp, moov, moof, mdat in " + file.length + " bytes");
    }
    Box mfhd = child(bytes, moof.content, moof.end, "mfhd");
    bytes.putInt(mfhd.content + 4, sequence);
    Box traf = child(bytes, moof.content, moof.end, "traf");
    Box tfdt = child(bytes, traf.content, traf.end, "tfdt");
    if (bytes.get(tfdt.content) != 1) {
      throw new IOException("tfdt has version " + bytes.get(tfdt.content) + "; expected 1");
    }
    bytes.putLong(tfdt.content + 4, decodeTime);
    Box trun = child(bytes, traf.content, traf.end, "trun");
    int samples = bytes.getInt(trun.content + 4);
    if (samples != frames) {
      throw new IOException("segment has " + samples + " frames; expected " + frames);
    }
    return new EncodedSegment(
        Arrays.copyOf(file, moov.end), Arrays.copyOfRange(file, moof.start, file.length));
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
