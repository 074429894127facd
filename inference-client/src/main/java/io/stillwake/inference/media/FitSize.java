package io.stillwake.inference.media;

/**
 * Which size a picture gets: what a family can take, and as near to the source as that allows.
 *
 * @param multiple every side is a multiple of this, at least 1
 * @param minSide shortest side
 * @param maxSide longest side
 * @param defaultPixels area to aim at where no size is asked for
 * @param maxPixels largest area
 */
record FitSize(int multiple, int minSide, int maxSide, long defaultPixels, long maxPixels) {

  /** A picture's size in pixels. */
  record Size(int width, int height) {
    long pixels() {
      return (long) width * height;
    }

    @Override
    public String toString() {
      return width + "x" + height;
    }
  }

  FitSize {
    if (multiple < 1 || minSide < 1 || maxSide < minSide || defaultPixels < 1 || maxPixels < 1) {
      throw new IllegalArgumentException(
          "sides from %d to %d in steps of %d, %d pixels by default and at most %d; expected all positive and min <= max"
              .formatted(minSide, maxSide, multiple, defaultPixels, maxPixels));
    }
    minSide = (minSide + multiple - 1) / multiple * multiple;
    maxSide = maxSide / multiple * multiple;
    if (maxSide < minSide || (long) minSide * minSide > maxPixels) {
      throw new IllegalArgumentException(
          "no size with sides from %d to %d in steps of %d has at most %d pixels"
              .formatted(minSide, maxSide, multiple, maxPixels));
    }
  }

  /**
   * The size for a source of this size where none is asked for.
   *
   * <p>About the default area in the source's shape, but not more than the source has, unless the
   * shortest side demands it. Of the sizes nearby, the one that keeps the shape best.
   */
  Size fit(int width, int height) {
    double area = Math.min(Math.min(defaultPixels, maxPixels), (double) width * height);
    double scale = Math.sqrt(area / ((double) width * height));
    scale = Math.max(scale, (double) minSide / Math.min(width, height));
    scale = Math.min(scale, (double) maxSide / Math.max(width, height));
    scale = Math.min(scale, Math.sqrt(maxPixels / ((double) width * height)));
    return near(width, height, Math.min(scale, Math.sqrt(maxPixels / ((double) width * height))));
  }

  /** The allowed size that is nearest to the scaled one. */
  private Size near(int width, int height, double scale) {
    Size best = null;
    for (int dx = -1; dx <= 1; dx++) {
      for (int dy = -1; dy <= 1; dy++) {
        var size = new Size(side(width * scale, dx), side(height * scale, dy));
        if (size.pixels() <= maxPixels
            && (best == null
                || cost(size, width, height, scale) < cost(best, width, height, scale))) {
          best = size;
        }
      }
    }
    // So long a picture that its short side is raised to the least: then the long side gives way.
    return best != null ? best : shrunk(side(width * scale, 0), side(height * scale, 0));
  }

  /** A change of shape crops the picture, so it counts more than a change of area. */
  private double cost(Size size, int width, int height, double scale) {
    double shape =
        Math.abs(Math.log((double) size.width * height / ((double) size.height * width)));
    double area = Math.abs(Math.log(size.pixels() / (width * scale * height * scale)));
    return 3 * shape + area;
  }

  private Size shrunk(int width, int height) {
    while ((long) width * height > maxPixels) {
      if (width >= height) {
        width -= multiple;
      } else {
        height -= multiple;
      }
    }
    return new Size(width, height);
  }

  private int side(double length, int step) {
    long side = Math.round(length / multiple + step) * multiple;
    return (int) Math.max(minSide, Math.min(maxSide, side));
  }

  /**
   * Checks a size that was asked for.
   *
   * @throws MediaException size_out_of_range, naming the nearest allowed size
   */
  Size check(int width, int height) throws MediaException {
    var size = new Size(width, height);
    String fault =
        width % multiple != 0 || height % multiple != 0
            ? "sides must be multiples of " + multiple
            : Math.min(width, height) < minSide || Math.max(width, height) > maxSide
                ? "sides must be within " + minSide + " to " + maxSide
                : size.pixels() > maxPixels ? "at most " + maxPixels + " pixels are allowed" : null;
    if (fault == null) {
      return size;
    }
    Size nearest = new Size(side(width, 0), side(height, 0));
    if (nearest.pixels() > maxPixels) {
      nearest =
          near(nearest.width, nearest.height, Math.sqrt(maxPixels / (double) nearest.pixels()));
    }
    throw new MediaException(
        "size_out_of_range",
        "size " + size + ": " + fault + "; the nearest allowed size is " + nearest);
  }
}
