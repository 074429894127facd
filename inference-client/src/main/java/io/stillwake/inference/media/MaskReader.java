package io.stillwake.inference.media;

import java.io.IOException;

/**
 * Reads a mask that was painted over a source, and brings it the way that the source became the
 * picture. Bright is painted, whatever its colour; dark and transparent are not.
 */
public final class MaskReader {

  private static final int BRIGHT = 128;

  private final PictureDecoder decoder = new PictureDecoder(() -> FfmpegExecutables.get().ffmpeg());

  /**
   * @param name of the mask, for messages
   * @return a byte per pixel of the picture, row by row: 255 where it is painted, 0 elsewhere
   * @throws MediaException if the file is no picture, or not of the upright source's size
   */
  public byte[] read(byte[] file, String name, SourceView view)
      throws MediaException, IOException, InterruptedException {
    try {
      SourceHeader header = SourceHeader.read(SourceFormat.of(file), file);
      Orientation upright = header.orientation();
      FitSize.Size size =
          SourceView.turned(new FitSize.Size(header.width(), header.height()), upright);
      if (!size.equals(view.source())) {
        throw new MediaException(
            "mask_size_mismatch",
            "it has " + size + " pixels; expected " + view.source() + ", the size of the source");
      }
      return painted(
          decoder.decode(
              header,
              upright.then(view.rotation()),
              view.part(),
              view.picture(),
              DecodeGraph.Backdrop.BLACK));
    } catch (MediaException e) {
      throw new MediaException(e.code(), "mask " + name + ": " + e.getMessage(), e);
    }
  }

  private static byte[] painted(RgbImage image) {
    byte[] rgb = image.pixels();
    byte[] mask = new byte[rgb.length / 3];
    for (int i = 0; i < mask.length; i++) {
      int brightest =
          Math.max(rgb[3 * i] & 0xff, Math.max(rgb[3 * i + 1] & 0xff, rgb[3 * i + 2] & 0xff));
      mask[i] = (byte) (brightest >= BRIGHT ? 255 : 0);
    }
    return mask;
  }
}
