package io.stillwake.ingest.asset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stillwake.ingest.problem.ErrorCode;
import io.stillwake.ingest.problem.ProblemException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PictureHeaderTest {

  @Test
  void readsAPng() throws IOException {
    assertThat(PictureHeader.of(picture("png")))
        .isEqualTo(new PictureHeader("image/png", 300, 200));
  }

  @Test
  void readsAJpeg() throws IOException {
    assertThat(PictureHeader.of(picture("jpg")))
        .isEqualTo(new PictureHeader("image/jpeg", 300, 200));
  }

  @Test
  void readsAProgressiveJpegBehindItsMetadata() {
    assertThat(PictureHeader.of(hex("ffd8 ffe1 0004 0000 ffff c2 0011 08 0bb8 0fa0 03")))
        .isEqualTo(new PictureHeader("image/jpeg", 4000, 3000));
  }

  @Test
  void readsEveryKindOfWebp() {
    String lossy = "VP8 ....\0\0\0\u009d\u0001\u002a\u002c\u0001\u00c8\0";
    // 14 bits of width - 1, 14 bits of height - 1, from the lowest.
    String lossless = "VP8L....\u002f\u002b\u00c1\u0031\0";
    String extended = "VP8X....\0\0\0\0\u002b\u0001\0\u00c7\0\0";

    for (String chunk : new String[] {lossy, lossless, extended}) {
      assertThat(PictureHeader.of(latin("RIFF....WEBP" + chunk)))
          .as(chunk.substring(0, 4))
          .isEqualTo(new PictureHeader("image/webp", 300, 200));
    }
  }

  @Test
  void refusesOtherKinds() {
    assertThatThrownBy(() -> PictureHeader.of(latin("GIF89a....")))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED_IMAGE))
        .hasMessage(
            "asset: it begins with 47 49 46 38 39 61 2e 2e (expected: a PNG, JPEG or WebP picture)");
  }

  @Test
  void refusesWhatBreaksOffOrMakesNoSense() throws IOException {
    byte[] png = picture("png");

    for (byte[] broken :
        new byte[][] {
          Arrays.copyOf(png, 20),
          hex("ffd8 ffe0 ffff 00"),
          hex("ffd8 ffe0 0000 0000 0000"),
          hex("ffd8 ffe0 0002 1234 5678"),
          hex("ffd8 ffc0 0011 08 0000 0000 0000"),
          latin("RIFF....WEBPVP9 ...........")
        }) {
      assertThatThrownBy(() -> PictureHeader.of(broken))
          .as(HexFormat.of().formatHex(broken))
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.TRUNCATED_IMAGE));
    }
  }

  private static byte[] picture(String format) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(300, 200, BufferedImage.TYPE_INT_RGB), format, bytes);
    return bytes.toByteArray();
  }

  private static byte[] hex(String spaced) {
    return HexFormat.of().parseHex(spaced.replace(" ", ""));
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
