package io.stillwake.inference.media;

import io.stillwake.inference.media.FitSize.Size;
import io.stillwake.inference.media.SourceHeader.Crop;
import io.stillwake.proto.RegionsTask;

/**
 * What a prepared picture shows of its upright source: the source is rotated, and of that a part is
 * scaled to the picture.
 */
public final class SourceView {

  private final Size source;
  private final Orientation rotation;
  private final Crop part;
  private final Size picture;

  /**
   * @param source size of the upright source
   * @param rotation turns only; applied before anything is cut off
   * @param part of the rotated source that the picture shows
   * @param picture the picture's size
   */
  SourceView(Size source, Orientation rotation, Crop part, Size picture) {
    this.source = source;
    this.rotation = rotation;
    this.part = part;
    this.picture = picture;
  }

  /** The view that {@link SourcePreparer} took with this rotation and crop. */
  public static SourceView of(RegionsTask task, int width, int height) {
    Size source = new Size(task.getSourceSize().getWidth(), task.getSourceSize().getHeight());
    Orientation rotation = Orientation.ofDegrees(task.getRotate());
    Size rotated = turned(source, rotation);
    Crop crop =
        task.hasCrop()
            ? new Crop(
                task.getCrop().getX(),
                task.getCrop().getY(),
                task.getCrop().getWidth(),
                task.getCrop().getHeight())
            : new Crop(0, 0, rotated.width(), rotated.height());
    Size picture = new Size(width, height);
    return new SourceView(source, rotation, covering(crop, picture), picture);
  }

  static Size turned(Size size, Orientation orientation) {
    return orientation.swapsSides() ? new Size(size.height(), size.width()) : size;
  }

  /** The largest part, in the middle, that has the shape of {@code size}. */
  static Crop covering(Crop crop, Size size) {
    int width = crop.width();
    int height = crop.height();
    if ((long) width * size.height() > (long) height * size.width()) {
      width = (int) Math.round((double) height * size.width() / size.height());
    } else {
      height = (int) Math.round((double) width * size.height() / size.width());
    }
    width = Math.max(1, width);
    height = Math.max(1, height);
    return new Crop(
        crop.x() + (crop.width() - width) / 2,
        crop.y() + (crop.height() - height) / 2,
        width,
        height);
  }

  Size source() {
    return source;
  }

  Orientation rotation() {
    return rotation;
  }

  Crop part() {
    return part;
  }

  Size picture() {
    return picture;
  }

  public int width() {
    return picture.width();
  }

  public int height() {
    return picture.height();
  }

  public int sourceWidth() {
    return source.width();
  }

  public int sourceHeight() {
    return source.height();
  }

  /** A place in pixels of the upright source, as shares of the picture's sides; may lie outside. */
  public Place place(double x, double y) {
    Place turned =
        switch (rotation) {
          case UPRIGHT -> new Place(x, y);
          case TURNED_RIGHT -> new Place(source.height() - y, x);
          case TURNED_HALF -> new Place(source.width() - x, source.height() - y);
          case TURNED_LEFT -> new Place(y, source.width() - x);
          case MIRRORED, MIRRORED_TURNED_HALF, MIRRORED_TURNED_LEFT, MIRRORED_TURNED_RIGHT ->
              throw mirrored();
        };
    return new Place(
        (turned.x() - part.x()) / part.width(), (turned.y() - part.y()) / part.height());
  }

  /** A direction on the upright source, as it points on the picture. */
  public Place direction(double x, double y) {
    return switch (rotation) {
      case UPRIGHT -> new Place(x, y);
      case TURNED_RIGHT -> new Place(0 - y, x);
      case TURNED_HALF -> new Place(0 - x, 0 - y);
      case TURNED_LEFT -> new Place(y, 0 - x);
      case MIRRORED, MIRRORED_TURNED_HALF, MIRRORED_TURNED_LEFT, MIRRORED_TURNED_RIGHT ->
          throw mirrored();
    };
  }

  private IllegalStateException mirrored() {
    return new IllegalStateException("rotation: " + rotation + " (expected: turns only)");
  }

  /** Two coordinates, x to the right and y down. */
  public record Place(double x, double y) {

    public boolean isInside() {
      return x >= 0 && x <= 1 && y >= 0 && y <= 1;
    }
  }
}
