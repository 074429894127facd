package io.stillwake.inference.media;

import io.stillwake.inference.media.HeifBoxes.Box;
import io.stillwake.inference.media.HeifBoxes.Item;
import io.stillwake.inference.media.SourceHeader.Crop;
import io.stillwake.inference.media.SourceHeader.Tiles;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Finds the primary picture of a HEIF file (HEIC, AVIF): its size, its tiles, its transparency and
 * which way is up.
 *
 * <p>A phone's picture is a grid of tiles, and beside it lie a thumbnail, depth and gain maps, so
 * the decoder is told the very items to use. Orientation is what the file's own properties say; as
 * the format demands, EXIF's word does not count.
 */
final class HeifHeader {

  private static final int DISPLAY_P3 = 12;
  private static final int SRGB_CURVE = 13;
  private static final List<String> ALPHA =
      List.of("urn:mpeg:mpegB:cicp:systems:auxiliary:alpha", "urn:mpeg:hevc:2015:auxid:1");

  private final SourceFormat format;
  private final HeifBoxes boxes;

  private HeifHeader(SourceFormat format, HeifBoxes boxes) {
    this.format = format;
    this.boxes = boxes;
  }

  static SourceHeader read(SourceFormat format, ByteBuffer bytes) throws MediaException {
    return new HeifHeader(format, new HeifBoxes(bytes)).read(bytes);
  }

  private SourceHeader read(ByteBuffer bytes) throws MediaException {
    if (!boxes.complete()) {
      throw SourceHeader.truncated(
          format, "it has " + bytes.limit() + " bytes and says that it is longer", null);
    }
    if (boxes.hasFilm()) {
      return header(format, 1, 1, Orientation.UPRIGHT, true, Optional.empty(), bytes, null);
    }
    Item primary = boxes.primary();
    if (primary == null) {
      throw SourceHeader.truncated(format, "it names no picture", null);
    }
    Size size = size(primary);
    List<Integer> tiles = tiles(primary);
    String codec = boxes.item(tiles.get(0)).type();
    if (!codec.equals("av01") && !codec.equals("hvc1")) {
      throw SourceHeader.unsupported(format, "holds a picture coded as '" + codec + "'");
    }
    Size tile = size(boxes.item(tiles.get(0)));
    long columns = tiles.size() == 1 ? 1 : (size.width - 1L) / tile.width + 1;
    long rows = tiles.size() == 1 ? 1 : (size.height - 1L) / tile.height + 1;
    if (columns * rows != tiles.size()) {
      throw SourceHeader.unsupported(
          format,
          "has "
              + tiles.size()
              + " tiles of "
              + tile.width
              + "x"
              + tile.height
              + " for a picture of "
              + size.width
              + "x"
              + size.height);
    }
    Crop crop = new Crop(0, 0, size.width, size.height);
    Orientation orientation = Orientation.UPRIGHT;
    Optional<ColorConversion> colors = Optional.empty();
    for (Box property : primary.properties()) {
      switch (property.type()) {
        case "clap" -> crop = cleanAperture(property, size);
        case "irot" ->
            orientation =
                orientation.then(
                    Orientation.ofDegrees((360 - 90 * (property.content().get(0) & 3)) % 360));
        case "imir" ->
            orientation =
                orientation.then(
                    (property.content().get(0) & 1) == 1
                        ? Orientation.MIRRORED
                        : Orientation.MIRRORED_TURNED_HALF);
        case "colr" -> colors = colors.isPresent() ? colors : colors(property);
        default -> {}
      }
    }
    return header(
        codec.equals("av01") ? SourceFormat.AVIF : SourceFormat.HEIC,
        crop.width(),
        crop.height(),
        orientation,
        false,
        colors,
        bytes,
        new Tiles(tiles, (int) columns, alpha(primary, size, tiles.size()), crop));
  }

  private static SourceHeader header(
      SourceFormat format,
      int width,
      int height,
      Orientation orientation,
      boolean animated,
      Optional<ColorConversion> colors,
      ByteBuffer bytes,
      Tiles tiles) {
    return new SourceHeader(
        format,
        width,
        height,
        orientation,
        tiles != null && !tiles.alphaItems().isEmpty(),
        animated,
        colors,
        bytes,
        Optional.ofNullable(tiles));
  }

  private record Size(int width, int height) {}

  private Size size(Item item) throws MediaException {
    for (Box property : item == null ? List.<Box>of() : item.properties()) {
      if (property.type().equals("ispe")) {
        int width = property.content().getInt(4);
        int height = property.content().getInt(8);
        if (width > 0 && height > 0) {
          return new Size(width, height);
        }
      }
    }
    throw SourceHeader.truncated(format, "its picture has no size", null);
  }

  /** The item itself, or what its grid is made of. */
  private List<Integer> tiles(Item item) throws MediaException {
    List<Integer> tiles =
        item.type().equals("grid") ? boxes.references("dimg", item.id()) : List.of(item.id());
    if (tiles.isEmpty() || tiles.stream().anyMatch(id -> boxes.item(id) == null)) {
      throw SourceHeader.truncated(format, "tiles of its picture are missing", null);
    }
    return tiles;
  }

  /** Transparency of the same shape; any other is passed over. */
  private List<Integer> alpha(Item primary, Size size, int count) throws MediaException {
    for (Item item : boxes.items()) {
      if (boxes.references("auxl", item.id()).contains(primary.id())
          && item.properties().stream().anyMatch(HeifHeader::saysAlpha)
          && size(item).equals(size)) {
        List<Integer> tiles = tiles(item);
        return tiles.size() == count ? tiles : List.of();
      }
    }
    return List.of();
  }

  private static boolean saysAlpha(Box property) {
    return property.type().equals("auxC")
        && ALPHA.stream().anyMatch(name -> property.text(4).startsWith(name));
  }

  private static Optional<ColorConversion> colors(Box colr) {
    ByteBuffer content = colr.content();
    String kind = colr.text(0).substring(0, 4);
    if (kind.equals("nclx")) {
      return content.getShort(4) == DISPLAY_P3 && content.getShort(6) == SRGB_CURVE
          ? Optional.of(ColorConversion.fromDisplayP3())
          : Optional.empty();
    }
    return ColorConversion.ofIcc(content.slice(4, content.limit() - 4));
  }

  /** Width, height and the offset of its centre from the picture's, each a fraction. */
  private Crop cleanAperture(Box clap, Size size) throws MediaException {
    ByteBuffer content = clap.content();
    double[] value = new double[4];
    for (int i = 0; i < 4; i++) {
      value[i] = content.getInt(8 * i) / (double) content.getInt(8 * i + 4);
    }
    long width = Math.round(value[0]);
    long height = Math.round(value[1]);
    long x = Math.round((size.width - value[0]) / 2 + value[2]);
    long y = Math.round((size.height - value[1]) / 2 + value[3]);
    if (width < 1
        || height < 1
        || x < 0
        || y < 0
        || x + width > size.width
        || y + height > size.height) {
      throw SourceHeader.truncated(
          format,
          "it shows "
              + width
              + "x"
              + height
              + " at "
              + x
              + ","
              + y
              + " of "
              + size.width
              + "x"
              + size.height,
          null);
    }
    return new Crop((int) x, (int) y, (int) width, (int) height);
  }
}
