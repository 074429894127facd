package io.stillwake.inference.media;

import java.awt.Point;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Our own pictures as files: the same pixels always give the same bytes, with no metadata.
 *
 * <p>Reads only what it wrote. Uploads go through {@link SourcePreparer}.
 */
public final class PictureCodec {

  private static final float JPEG_QUALITY = 0.92f;

  private PictureCodec() {}

  public static byte[] png(RgbImage picture) {
    return write(buffered(picture), "png", -1);
  }

  /**
   * A grey picture as PNG.
   *
   * @param samples {@code height * width}, row by row
   */
  public static byte[] greyPng(int width, int height, byte[] samples) {
    var data = new DataBufferByte(samples, width * height);
    var raster =
        Raster.createInterleavedRaster(data, width, height, width, 1, new int[] {0}, new Point());
    var colors =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_GRAY),
            false,
            false,
            Transparency.OPAQUE,
            DataBuffer.TYPE_BYTE);
    return write(new BufferedImage(colors, raster, false, null), "png", -1);
  }

  /** A baseline JPEG for posters: lossy. */
  public static byte[] jpeg(RgbImage picture) {
    return write(buffered(picture), "jpeg", JPEG_QUALITY);
  }

  /**
   * Reads a picture that {@link #png} wrote.
   *
   * @throws IOException if the bytes are not such a PNG
   */
  public static RgbImage readPng(byte[] png) throws IOException {
    ImageReader reader = first(ImageIO.getImageReadersByFormatName("png"), "png reader");
    try (var input = new MemoryCacheImageInputStream(new ByteArrayInputStream(png))) {
      reader.setInput(input, true, true);
      Raster raster = reader.read(0).getRaster();
      if (raster.getNumBands() != 3 || raster.getTransferType() != DataBuffer.TYPE_BYTE) {
        throw new IOException(
            "PNG with " + raster.getNumBands() + " channels; expected 3 of 8 bits as written here");
      }
      byte[] pixels = new byte[3 * raster.getWidth() * raster.getHeight()];
      raster.getDataElements(0, 0, raster.getWidth(), raster.getHeight(), pixels);
      return new RgbImage(raster.getWidth(), raster.getHeight(), pixels);
    } catch (RuntimeException e) {
      // The JDK's readers answer some damaged files with index and argument exceptions.
      throw new IOException("damaged PNG of " + png.length + " bytes", e);
    } finally {
      reader.dispose();
    }
  }

  private static byte[] write(BufferedImage picture, String format, float quality) {
    ImageWriter writer = first(ImageIO.getImageWritersByFormatName(format), format + " writer");
    var bytes = new ByteArrayOutputStream();
    try (var output = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      if (quality >= 0) {
        parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        parameters.setCompressionQuality(quality);
      }
      writer.setOutput(output);
      writer.write(null, new IIOImage(picture, null, null), parameters);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write a " + format + " into memory", e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** A view of the picture's own array: nothing is copied. */
  private static BufferedImage buffered(RgbImage picture) {
    var data = new DataBufferByte(picture.pixels(), picture.pixels().length);
    WritableRaster raster =
        Raster.createInterleavedRaster(
            data,
            picture.width(),
            picture.height(),
            3 * picture.width(),
            3,
            new int[] {0, 1, 2},
            new Point());
    var colors =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_sRGB),
            false,
            false,
            Transparency.OPAQUE,
            DataBuffer.TYPE_BYTE);
    return new BufferedImage(colors, raster, false, null);
  }

  private static <T> T first(Iterator<T> found, String what) {
    if (!found.hasNext()) {
      throw new IllegalStateException("this JDK has no " + what + "; module java.desktop expected");
    }
    return found.next();
  }
}
