package io.stillwake.inference.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PictureCodecTest {

  private final RgbImage picture = MovingPattern.frame(90, 70, 3);

  @Test
  void pngKeepsEveryPixelAndIsAlwaysTheSame() throws Exception {
    byte[] png = PictureCodec.png(picture);

    assertThat(PictureCodec.readPng(png)).isEqualTo(picture);
    assertThat(PictureCodec.png(picture)).isEqualTo(png);
  }

  @Test
  void pngHoldsNothingButPixels() {
    String png = new String(PictureCodec.png(picture), StandardCharsets.ISO_8859_1);

    assertThat(png).contains("IHDR", "IDAT", "IEND").doesNotContain("tEXt", "tIME", "eXIf");
  }

  @Test
  void jpegLooksAlikeAndIsAlwaysTheSame() throws Exception {
    byte[] jpeg = PictureCodec.jpeg(picture);

    var decoded = ImageIO.read(new ByteArrayInputStream(jpeg));
    assertThat(decoded.getWidth()).isEqualTo(90);
    assertThat(Pictures.difference(decoded.getRGB(45, 10) & 0xffffff, picture.rgb(45, 10)))
        .isLessThan(24);
    assertThat(PictureCodec.jpeg(picture)).isEqualTo(jpeg);
  }

  @Test
  void damagedPngIsAnIoException() {
    byte[] png = PictureCodec.png(picture);

    assertThatThrownBy(() -> PictureCodec.readPng(Arrays.copyOf(png, png.length / 2)))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> PictureCodec.readPng(new byte[0])).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> PictureCodec.readPng(Pictures.read("grey.png")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("1 channels");
  }

  @Test
  void pictureWithTheWrongNumberOfBytesCannotExist() {
    assertThatThrownBy(() -> new RgbImage(4, 4, new byte[47]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected 48");
    assertThatThrownBy(() -> new RgbImage(40_000, 40_000, new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
