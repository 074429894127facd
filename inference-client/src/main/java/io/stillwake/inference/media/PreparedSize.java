package io.stillwake.inference.media;

import io.stillwake.inference.media.FitSize.Size;
import io.stillwake.proto.PrepareTask;

/**
 * Which size a prepared picture gets, and what a restore step is to multiply its sides by.
 *
 * @param scale 1 or 2; 0 where no restore step follows
 */
record PreparedSize(Size size, int scale) {

  /**
   * @param width of the source after rotation and crop
   * @throws MediaException size_out_of_range, for a size that the models cannot take
   */
  static PreparedSize of(PrepareTask task, int width, int height) throws MediaException {
    FitSize fit =
        new FitSize(
            task.getSideMultiple(),
            task.getMinSide(),
            task.getMaxSide(),
            task.getDefaultPixels(),
            task.getMaxPixels());
    Size wanted =
        task.hasSize()
            ? fit.check(task.getSize().getWidth(), task.getSize().getHeight())
            : fit.fit(width, height);
    return switch (task.getUpscale()) {
      case UPSCALE_UNSPECIFIED, UNRECOGNIZED -> new PreparedSize(wanted, 0);
      case UPSCALE_NONE -> new PreparedSize(wanted, 1);
      case UPSCALE_TWICE -> new PreparedSize(half(task, wanted, width, height), 2);
      case UPSCALE_AUTO ->
          isSmall(task, width, height) && isHalvable(task, wanted)
              ? new PreparedSize(half(task, wanted, width, height), 2)
              : new PreparedSize(wanted, 1);
    };
  }

  /** Whether the source has less than half of the pixels that are wanted. */
  private static boolean isSmall(PrepareTask task, int width, int height) {
    long wanted =
        task.hasSize()
            ? (long) task.getSize().getWidth() * task.getSize().getHeight()
            : Math.min(task.getDefaultPixels(), task.getMaxPixels());
    return 2L * width * height < wanted;
  }

  /** A size that was asked for stays what it is; one that was found may change a little. */
  private static boolean isHalvable(PrepareTask task, Size wanted) {
    int step = 2 * task.getSideMultiple();
    return !task.hasSize() || wanted.width() % step == 0 && wanted.height() % step == 0;
  }

  private static Size half(PrepareTask task, Size wanted, int width, int height)
      throws MediaException {
    if (!isHalvable(task, wanted)) {
      throw new MediaException(
          "size_out_of_range",
          "size "
              + wanted
              + " cannot be doubled to; expected sides in multiples of "
              + 2 * task.getSideMultiple());
    }
    return task.hasSize()
        ? new Size(wanted.width() / 2, wanted.height() / 2)
        : new FitSize(
                task.getSideMultiple(),
                (task.getMinSide() + 1) / 2,
                task.getMaxSide() / 2,
                task.getDefaultPixels() / 4,
                task.getMaxPixels() / 4)
            .fit(width, height);
  }
}
