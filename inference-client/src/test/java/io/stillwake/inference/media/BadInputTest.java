package io.stillwake.inference.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.stillwake.proto.Crop;
import io.stillwake.proto.PrepareTask;
import io.stillwake.proto.Size;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BadInputTest {

  private final SourcePreparer preparer = new SourcePreparer();

  @Test
  void emptyUpload() {
    assertRefused(new byte[0], "empty_upload", "0 bytes");
  }

  @Test
  void tooLargeUpload() {
    assertRefused(new byte[16_000_001], "upload_too_large", "16000001", "16000000");
  }

  @ParameterizedTest
  @CsvSource({"other.gif,GIF", "other.tiff,TIFF", "other.bmp,BMP"})
  void picturesOfOtherKinds(String name, String kind) {
    assertRefused(Pictures.read(name), "unsupported_image", "a " + kind, "JPEG, PNG, WebP");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<svg xmlns='http://www.w3.org/2000/svg'/> | unsupported_image | an SVG",
        "<?xml version='1.0'?><svg/> | unsupported_image | an SVG",
        "<!DOCTYPE html><html/> | not_an_image | an HTML page",
        "#EXTM3U #EXTINF:10 http://169.254.169.254/ | not_an_image | a playlist",
        "%PDF-1.7 | not_an_image | a PDF",
        "Dear reader, this is a letter. | not_an_image | text",
        "....ftypisom....isomiso2avc1mp41 | not_an_image | a film",
        "....ftypqt  ....qt   | not_an_image | a film",
        "RIFF....WAVEfmt  | not_an_image | RIFF"
      })
  void whatIsNoPictureIsNamed(String content, String code, String kind) {
    byte[] file = content.strip().replace('.', '\0').getBytes(StandardCharsets.ISO_8859_1);
    if (content.contains("ftyp")) {
      file[3] = 32;
    }

    assertRefused(
        content.startsWith("Dear") ? content.getBytes(StandardCharsets.US_ASCII) : file,
        code,
        kind);
  }

  @Test
  void unknownBytesAreShown() {
    assertRefused(new byte[] {1, 2, 3, (byte) 0xab, 5}, "not_an_image", "01 02 03 ab 05");
  }

  @ParameterizedTest
  @ValueSource(strings = {"animated.png", "animated.webp", "animated.avif"})
  void animations(String name) {
    assertRefused(Pictures.read(name), "animated_image", "animated");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "orientation-1.jpg",
        "progressive.jpg",
        "restart-422.jpg",
        "cmyk.jpg",
        "rgb.png",
        "interlaced.png",
        "deep.png",
        "lossy.webp",
        "lossless.webp",
        "alpha.webp",
        "plain.avif",
        "grid.avif",
        "plain.heic",
        "grid.heic"
      })
  void filesThatWereCutOff(String name) {
    byte[] file = Pictures.read(name);
    for (double share : new double[] {0.1, 0.5, 0.9, 0.97}) {
      byte[] cut = Arrays.copyOf(file, (int) (share * file.length));

      assertRefused(cut, "truncated_image", "damaged or cut off");
    }
  }

  @Test
  void jpegThatWasCutOffAndClosed() {
    byte[] file = Pictures.read("full-chroma.jpg");
    byte[] cut = Arrays.copyOf(file, file.length * 3 / 4);
    cut[cut.length - 2] = (byte) 0xff;
    cut[cut.length - 1] = (byte) 0xd9;

    assertRefused(cut, "truncated_image", "144x96");
  }

  @Test
  void pngWhoseRowsEndEarly() throws Exception {
    assertRefused(png(144, 300, Pictures.read("rgb.png")), "truncated_image", "144x300");
  }

  @Test
  void heifThatSaysItIsLargerThanItIs() {
    byte[] file = Pictures.read("plain.heic");
    int ispe = new String(file, StandardCharsets.ISO_8859_1).indexOf("ispe");
    ByteBuffer.wrap(file).putInt(ispe + 8, 4000).putInt(ispe + 12, 3000);

    assertRefused(file, "truncated_image", "4000x3000");
  }

  @ParameterizedTest
  @CsvSource({
    "10000,9000,too_many_pixels,90000000",
    "2147483647,2147483647,too_many_pixels,50000000",
    "63,100,picture_too_small,64",
    "100,20,picture_too_small,100x20",
    "1000,249,aspect_out_of_range,1000x249",
    "249,1000,aspect_out_of_range,249x1000",
    "0,100,truncated_image,0x100"
  })
  void sizesAreRefusedFromTheHeader(int width, int height, String code, String named)
      throws Exception {
    // No decoder: the header alone must do.
    var preparer =
        new SourcePreparer(
            new PictureDecoder(
                () -> {
                  throw new AssertionError("decoded");
                }));

    assertRefused(
        preparer,
        png(width, height, Pictures.read("rgb.png")),
        Pictures.task().build(),
        code,
        named);
  }

  @ParameterizedTest
  @CsvSource({
    "-1,0,100,90",
    "0,-1,100,90",
    "45,0,100,96",
    "0,7,100,90",
    "0,0,0,10",
    "2147483647,0,100,90"
  })
  void cropsOutsideThePicture(int x, int y, int width, int height) {
    PrepareTask task =
        Pictures.task()
            .setCrop(Crop.newBuilder().setX(x).setY(y).setWidth(width).setHeight(height))
            .build();

    assertRefused(
        preparer,
        Pictures.read("orientation-6.jpg"),
        task,
        "crop_outside_picture",
        width + "x" + height + " at " + x + "," + y,
        "144x96");
  }

  @Test
  void cropThatLeavesTooLittle() {
    PrepareTask task =
        Pictures.task().setCrop(Crop.newBuilder().setWidth(63).setHeight(80)).build();

    assertRefused(preparer, Pictures.read("rgb.png"), task, "picture_too_small", "crop has 63x80");
  }

  @ParameterizedTest
  @CsvSource({"100,96,104x96", "56,96,64x96", "4096,96,2048x96", "2048,2048,1408x1408"})
  void sizesOutsideTheFamilysRange(int width, int height, String nearest) {
    PrepareTask task =
        Pictures.task().setSize(Size.newBuilder().setWidth(width).setHeight(height)).build();

    assertRefused(
        preparer,
        Pictures.read("rgb.png"),
        task,
        "size_out_of_range",
        width + "x" + height,
        "nearest allowed size is " + nearest);
  }

  @Test
  void oddRotation() {
    PrepareTask task = Pictures.task().setRotate(45).build();

    assertRefused(preparer, Pictures.read("rgb.png"), task, "invalid_request", "45", "90");
  }

  private void assertRefused(byte[] file, String code, String... named) {
    assertRefused(preparer, file, Pictures.task().build(), code, named);
  }

  private static void assertRefused(
      SourcePreparer preparer, byte[] file, PrepareTask task, String code, String... named) {
    MediaException refused =
        catchThrowableOfType(MediaException.class, () -> preparer.prepare(file, task));

    assertThat(refused).isNotNull();
    assertThat(refused.code()).isEqualTo(code);
    assertThat(refused).hasMessageContainingAll(named);
  }

  /** The same file under a header with another size. */
  private static byte[] png(int width, int height, byte[] file) {
    ByteBuffer header = ByteBuffer.wrap(file);
    header.putInt(16, width).putInt(20, height);
    var crc = new CRC32();
    crc.update(file, 12, 17);
    header.putInt(29, (int) crc.getValue());
    var out = new ByteArrayOutputStream();
    out.writeBytes(file);
    return out.toByteArray();
  }
}
