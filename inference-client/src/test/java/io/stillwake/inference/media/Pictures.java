package io.stillwake.inference.media;

import io.stillwake.proto.PrepareTask;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The pictures that {@code src/test/python/make_pictures.py} made, and what they show. */
final class Pictures {

  static final int WIDTH = 144;
  static final int HEIGHT = 96;

  private Pictures() {}

  static byte[] read(String name) {
    try (InputStream in = Pictures.class.getResourceAsStream("/pictures/" + name)) {
      if (in == null) {
        throw new IllegalArgumentException("no test picture " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A task that leaves a picture of this size as it is. */
  static PrepareTask.Builder task() {
    return PrepareTask.newBuilder()
        .setSideMultiple(8)
        .setMinSide(64)
        .setMaxSide(2048)
        .setDefaultPixels(768 * 512)
        .setMaxPixels(2_000_000);
  }

  /** The colour at a place of the upright scene, as {@code 0xRRGGBB}. */
  static int scene(double x, double y) {
    if (y > 0.9) {
      return 0x1e1e1e;
    }
    if (Math.abs(x - 0.25) < 0.1 && Math.abs(y - 0.25) < 0.1) {
      return 0xf5f5f5;
    }
    return y < 0.5 ? x < 0.5 ? 0xc82828 : 0x28a03c : x < 0.5 ? 0x283cbe : 0xdcc832;
  }

  /** The largest difference of a channel from the scene, over places away from its edges. */
  static int worst(RgbImage picture, int... exceptQuadrants) {
    double[][] places = {
      {0.05, 0.05}, {0.25, 0.25}, {0.45, 0.45}, {0.55, 0.05}, {0.75, 0.25}, {0.95, 0.45},
      {0.05, 0.55}, {0.45, 0.8}, {0.55, 0.55}, {0.95, 0.8}, {0.05, 0.97}, {0.95, 0.97}
    };
    int worst = 0;
    for (double[] place : places) {
      int quadrant = (place[0] < 0.5 ? 0 : 1) + (place[1] < 0.5 ? 0 : 2);
      boolean skip = false;
      for (int except : exceptQuadrants) {
        skip |= except == quadrant;
      }
      if (!skip) {
        worst = Math.max(worst, difference(at(picture, place), scene(place[0], place[1])));
      }
    }
    return worst;
  }

  static int at(RgbImage picture, double... place) {
    return picture.rgb((int) (place[0] * picture.width()), (int) (place[1] * picture.height()));
  }

  static int difference(int rgb, int other) {
    int worst = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      worst = Math.max(worst, Math.abs((rgb >> shift & 255) - (other >> shift & 255)));
    }
    return worst;
  }
}
