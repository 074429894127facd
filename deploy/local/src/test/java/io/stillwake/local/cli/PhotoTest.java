package io.stillwake.local.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhotoTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "'\u00ff\u00d8\u00ff\u00e0', image/jpeg",
    "'\u0089PNG\r\n\u001a\n', image/png",
    "'RIFF....WEBPVP8 ', image/webp",
    "'....ftypavif', image/avif",
    "'....ftypheic', image/heic",
    "'....ftypmif1', image/heic"
  })
  void theTypeIsToldByTheFirstBytes(String head, String mediaType) throws IOException {
    assertThat(Photo.open(file(head)).mediaType()).isEqualTo(mediaType);
  }

  @Test
  void anEmptyFileIsRefused() throws IOException {
    Path empty = file("");

    assertThatThrownBy(() -> Photo.open(empty)).hasMessageContaining("is empty");
  }

  @Test
  void aFileOfAnotherKindIsRefused() throws IOException {
    Path text = file("GIF89a");

    assertThatThrownBy(() -> Photo.open(text))
        .hasMessageContaining("a GIF; accepted are JPEG, PNG, WebP");
  }

  @Test
  void aFileOverTheLimitIsRefusedBeforeItIsSent() throws IOException {
    Path large = Files.write(folder.resolve("large"), new byte[16_000_001]);

    assertThatThrownBy(() -> Photo.open(large)).hasMessageContaining("16,000,001");
  }

  private Path file(String latin1) throws IOException {
    return Files.write(folder.resolve("photo"), latin1.getBytes(StandardCharsets.ISO_8859_1));
  }
}
