package io.stillwake.inference.worker;

import io.stillwake.inference.media.PictureCodec;
import io.stillwake.inference.media.RgbImage;
import io.stillwake.inference.media.SourcePreparer;
import io.stillwake.proto.ObjectRef;
import io.stillwake.proto.Picture;
import io.stillwake.proto.PrepareTask;

/** Pictures between steps, lossless as PNG; and pictures that a client gave beside the source. */
final class Pictures {

  /** Large enough to show its strokes, small enough to be looked at as a whole. */
  private static final PrepareTask EXAMPLE =
      PrepareTask.newBuilder()
          .setSideMultiple(16)
          .setMinSide(64)
          .setMaxSide(1536)
          .setDefaultPixels(393_216)
          .setMaxPixels(393_216)
          .build();

  private Pictures() {}

  static RgbImage fetch(ObjectRef ref, Attempt attempt) throws WorkStopped, InterruptedException {
    return attempt.fetch(
        ref,
        RgbImage.class,
        png -> {
          RgbImage picture = attempt.code(() -> PictureCodec.readPng(png));
          return new InputCache.Input<>(picture, picture.pixels().length);
        });
  }

  /** A picture whose look is to be followed; its size says nothing. */
  static RgbImage example(ObjectRef ref, Attempt attempt) throws WorkStopped, InterruptedException {
    byte[] file = attempt.fetch(ref);
    return attempt.code(() -> new SourcePreparer().prepare(file, EXAMPLE).picture());
  }

  /** A picture as an attempt's output. */
  static Picture.Builder output(RgbImage picture, Attempt attempt)
      throws WorkStopped, InterruptedException {
    byte[] png = attempt.code(() -> PictureCodec.png(picture));
    return Picture.newBuilder()
        .setObject(attempt.output(png, "image/png"))
        .setWidth(picture.width())
        .setHeight(picture.height());
  }
}
