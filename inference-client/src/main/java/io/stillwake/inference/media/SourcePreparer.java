package io.stillwake.inference.media;

import io.stillwake.inference.media.FitSize.Size;
import io.stillwake.inference.media.SourceHeader.Crop;
import io.stillwake.proto.PrepareTask;
import java.io.IOException;

/**
 * Makes an upload ready for the models: refuses what is dangerous or useless, turns it upright,
 * rotates, crops and resizes it.
 *
 * <p>What can be refused is refused from the header, in this process; pixels are decoded by a
 * child. Transparent parts become white. A size of another shape than the picture is covered: what
 * protrudes is cut off equally on both sides. Rotation comes after orientation, and the crop counts
 * pixels of the rotated picture.
 */
public final class SourcePreparer {

  private static final int MAX_BYTES = 16_000_000;
  static final long MAX_PIXELS = 50_000_000;
  private static final int MIN_SIDE = 64;
  private static final int MAX_ASPECT = 4;

  private final PictureDecoder decoder;

  public SourcePreparer() {
    this(new PictureDecoder(() -> FfmpegExecutables.get().ffmpeg()));
  }

  SourcePreparer(PictureDecoder decoder) {
    this.decoder = decoder;
  }

  /**
   * @param source the upload
   * @param task what to do; its {@code source} is not looked at
   * @throws MediaException if this upload can never be prepared like this
   * @throws IOException if the child failed for a reason that may pass
   * @throws IllegalArgumentException if the task's limits contradict each other
   */
  public PreparedSource prepare(byte[] source, PrepareTask task)
      throws MediaException, IOException, InterruptedException {
    SourceHeader header = header(source);
    Orientation upright = header.orientation();
    Size whole = SourceView.turned(new Size(header.width(), header.height()), upright);
    Orientation rotation = rotation(task);
    Size rotated = SourceView.turned(whole, rotation);
    Crop crop = crop(task, rotated);
    PreparedSize prepared = PreparedSize.of(task, crop.width(), crop.height());
    Size size = prepared.size();
    RgbImage picture =
        decoder.decode(
            header,
            upright.then(rotation),
            SourceView.covering(crop, size),
            size,
            DecodeGraph.Backdrop.WHITE);
    return new PreparedSource(
        picture, header.format().displayName(), whole.width(), whole.height(), prepared.scale());
  }

  private static SourceHeader header(byte[] source) throws MediaException {
    if (source.length == 0) {
      throw new MediaException(
          "empty_upload", "the file has 0 bytes; expected a picture, " + SourceFormat.ACCEPTED);
    }
    if (source.length > MAX_BYTES) {
      throw new MediaException(
          "upload_too_large",
          "the file has " + source.length + " bytes; at most " + MAX_BYTES + " are allowed");
    }
    SourceHeader header = SourceHeader.read(SourceFormat.of(source), source);
    if (header.animated()) {
      throw new MediaException(
          "animated_image",
          "the " + header.format().displayName() + " is animated; expected a still picture");
    }
    String size = header.width() + "x" + header.height();
    long pixels = (long) header.width() * header.height();
    if (pixels > MAX_PIXELS) {
      throw new MediaException(
          "too_many_pixels",
          "the picture has "
              + size
              + " = "
              + pixels
              + " pixels; at most "
              + MAX_PIXELS
              + " are allowed");
    }
    checkShape("the picture", header.width(), header.height());
    return header;
  }

  private static void checkShape(String what, int width, int height) throws MediaException {
    String size = width + "x" + height;
    if (Math.min(width, height) < MIN_SIDE) {
      throw new MediaException(
          "picture_too_small",
          what + " has " + size + " pixels; each side must have at least " + MIN_SIDE);
    }
    if (Math.max(width, height) > (long) MAX_ASPECT * Math.min(width, height)) {
      throw new MediaException(
          "aspect_out_of_range",
          what
              + " has "
              + size
              + " pixels; the long side may be at most "
              + MAX_ASPECT
              + " times the short side");
    }
  }

  private static Orientation rotation(PrepareTask task) throws MediaException {
    try {
      return Orientation.ofDegrees(task.getRotate());
    } catch (IllegalArgumentException e) {
      throw new MediaException("invalid_request", e.getMessage(), e);
    }
  }

  private static Crop crop(PrepareTask task, Size picture) throws MediaException {
    if (!task.hasCrop()) {
      return new Crop(0, 0, picture.width(), picture.height());
    }
    int x = task.getCrop().getX();
    int y = task.getCrop().getY();
    int width = task.getCrop().getWidth();
    int height = task.getCrop().getHeight();
    if (x < 0
        || y < 0
        || width < 1
        || height < 1
        || (long) x + width > picture.width()
        || (long) y + height > picture.height()) {
      throw new MediaException(
          "crop_outside_picture",
          "the crop of "
              + width
              + "x"
              + height
              + " at "
              + x
              + ","
              + y
              + " is not inside the picture, which has "
              + picture
              + " pixels after orientation and rotation");
    }
    checkShape("the crop", width, height);
    return new Crop(x, y, width, height);
  }
}
