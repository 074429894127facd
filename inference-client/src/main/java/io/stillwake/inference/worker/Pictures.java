package io.stillwake.inference.worker;

import io.stillwake.inference.media.PictureCodec;
import io.stillwake.inference.media.RgbImage;
import io.stillwake.proto.ObjectRef;
import io.stillwake.proto.Picture;

/** Pictures between steps: lossless, as PNG. */
final class Pictures {

  private Pictures() {}

  static RgbImage fetch(ObjectRef ref, Attempt attempt) throws WorkStopped, InterruptedException {
    byte[] png = attempt.fetch(ref);
    return attempt.code(() -> PictureCodec.readPng(png));
  }

  static Picture.Builder store(RgbImage picture, Attempt attempt)
      throws WorkStopped, InterruptedException {
    byte[] png = attempt.code(() -> PictureCodec.png(picture));
    return Picture.newBuilder()
        .setObject(attempt.store("picture.png", png, "image/png"))
        .setWidth(picture.width())
        .setHeight(picture.height());
  }
}
