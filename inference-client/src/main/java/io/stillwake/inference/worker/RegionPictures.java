package io.stillwake.inference.worker;

import io.stillwake.inference.media.PictureCodec;
import io.stillwake.inference.media.RgbImage;
import io.stillwake.inference.media.SourceView;
import io.stillwake.inference.media.SourceView.Place;
import java.util.List;

/** Region maps as pictures: grey ones to use as masks, and a sheet to look at. */
final class RegionPictures {

  private static final int COLUMNS = 4;
  private static final int TILE_WIDTH = 360;
  private static final int GAP = 6;

  /** Between two regions of the sheet lies a good part of the colour wheel. */
  private static final int[] TINTS = {
    0x4da3ff, 0xff8a3d, 0x3ddc84, 0xff5fa2, 0xffd23f, 0x9d7bff, 0x35d6d0, 0xff4f4f
  };

  private final RegionMaps maps;
  private final SourceView view;

  RegionPictures(RegionMaps maps, SourceView view) {
    this.maps = maps;
    this.view = view;
  }

  /** A grey PNG of the upright source's size; black where the picture shows nothing of it. */
  byte[] mask(int region) {
    float[] map = maps.map(region);
    int width = view.sourceWidth();
    int height = view.sourceHeight();
    byte[] samples = new byte[Math.multiplyExact(width, height)];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        Place place = view.place(x + 0.5, y + 0.5);
        samples[y * width + x] = place.isInside() ? grey(sample(map, place.x(), place.y())) : 0;
      }
    }
    return PictureCodec.greyPng(width, height, samples);
  }

  /** The photograph, and one tile per region: lit and tinted there, dim elsewhere. */
  byte[] overview(RgbImage photo, List<Integer> regions) {
    int tileHeight = Math.max(1, TILE_WIDTH * photo.height() / photo.width());
    int rows = (regions.size() + COLUMNS) / COLUMNS;
    int width = COLUMNS * (TILE_WIDTH + GAP) + GAP;
    int height = rows * (tileHeight + GAP) + GAP;
    byte[] sheet = new byte[3 * width * height];
    for (int tile = 0; tile <= regions.size(); tile++) {
      int left = GAP + tile % COLUMNS * (TILE_WIDTH + GAP);
      int top = GAP + tile / COLUMNS * (tileHeight + GAP);
      float[] map = tile == 0 ? null : maps.map(regions.get(tile - 1));
      int tint = tile == 0 ? 0 : TINTS[(tile - 1) % TINTS.length];
      for (int y = 0; y < tileHeight; y++) {
        for (int x = 0; x < TILE_WIDTH; x++) {
          double u = (x + 0.5) / TILE_WIDTH;
          double v = (y + 0.5) / tileHeight;
          int rgb = averaged(photo, u, v, tileHeight);
          int drawn = map == null ? rgb : tinted(rgb, tint, sample(map, u, v));
          put(sheet, 3 * ((top + y) * width + left + x), drawn);
        }
      }
    }
    return PictureCodec.png(new RgbImage(width, height, sheet));
  }

  /** Between the four samples around a place, in shares of the map's sides. */
  private double sample(float[] map, double u, double v) {
    int width = maps.maps().width();
    int height = maps.maps().height();
    double x = Math.max(0, Math.min(width - 1, u * width - 0.5));
    double y = Math.max(0, Math.min(height - 1, v * height - 0.5));
    int left = (int) x;
    int top = (int) y;
    int right = Math.min(left + 1, width - 1);
    int bottom = Math.min(top + 1, height - 1);
    double above = mix(map[top * width + left], map[top * width + right], x - left);
    double below = mix(map[bottom * width + left], map[bottom * width + right], x - left);
    return mix(above, below, y - top);
  }

  /** The mean of the photo's pixels under one of the tile. */
  private static int averaged(RgbImage photo, double u, double v, int tileHeight) {
    int halfX = photo.width() / TILE_WIDTH / 2;
    int halfY = photo.height() / tileHeight / 2;
    int centerX = (int) (u * photo.width());
    int centerY = (int) (v * photo.height());
    int[] sum = new int[3];
    int count = 0;
    for (int y = Math.max(0, centerY - halfY); y <= centerY + halfY && y < photo.height(); y++) {
      for (int x = Math.max(0, centerX - halfX); x <= centerX + halfX && x < photo.width(); x++) {
        int rgb = photo.rgb(x, y);
        for (int channel = 0; channel < 3; channel++) {
          sum[channel] += rgb >> 16 - 8 * channel & 0xff;
        }
        count++;
      }
    }
    return sum[0] / count << 16 | sum[1] / count << 8 | sum[2] / count;
  }

  private static int tinted(int rgb, int tint, double share) {
    double lit = Math.max(0, Math.min(1, share));
    double grey = 0.3 * (0.3 * (rgb >> 16 & 0xff) + 0.6 * (rgb >> 8 & 0xff) + 0.1 * (rgb & 0xff));
    int drawn = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      double there = mix(rgb >> shift & 0xff, tint >> shift & 0xff, 0.45);
      drawn |= (int) Math.round(mix(grey, there, lit)) << shift;
    }
    return drawn;
  }

  private static byte grey(double share) {
    return (byte) Math.round(255 * Math.max(0, Math.min(1, share)));
  }

  private static double mix(double from, double to, double share) {
    return from + (to - from) * share;
  }

  private static void put(byte[] sheet, int at, int rgb) {
    sheet[at] = (byte) (rgb >> 16);
    sheet[at + 1] = (byte) (rgb >> 8);
    sheet[at + 2] = (byte) rgb;
  }
}
