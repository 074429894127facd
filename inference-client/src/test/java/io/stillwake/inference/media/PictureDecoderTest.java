package io.stillwake.inference.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureDecoderTest {

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(names = {"JPEG", "PNG", "WEBP"})
  void decoderThatIsHandedAPlaylistReachesNoServer(SourceFormat format) throws Exception {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String playlist =
          "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nhttp://127.0.0.1:%d/a.ts\nfile:///etc/passwd\n"
              .formatted(server.getLocalPort());
      var decoder = new PictureDecoder(() -> FfmpegExecutables.get().ffmpeg());

      MediaException refused =
          decode(decoder, format, playlist.getBytes(StandardCharsets.US_ASCII));

      assertThat(refused.code()).isEqualTo("truncated_image");
      server.setSoTimeout(1);
      assertThat(catchThrowableOfType(SocketTimeoutException.class, server::accept)).isNotNull();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "kill -SEGV $$,unsupported_image,crash",
    "kill -ABRT $$,unsupported_image,crash",
    "kill -XCPU $$,unsupported_image,60 s",
    "echo Cannot allocate memory >&2; exit 244,unsupported_image,memory",
    "exit 183,truncated_image,144x96",
    "exit 0,truncated_image,nothing"
  })
  void endOfTheChildIsThePicturesFault(String script, String code, String named) throws Exception {
    MediaException refused = decode(decoder(script), SourceFormat.PNG, new byte[9]);

    assertThat(refused.code()).isEqualTo(code);
    assertThat(refused).hasMessageContaining(named);
  }

  @ParameterizedTest
  @ValueSource(strings = {"kill -KILL $$", "exec /no/such/program", "exit 127"})
  void whatIsTheMachinesFaultMayBeTriedAgain(String script) throws Exception {
    PictureDecoder decoder = decoder(script);

    FfmpegFailure failure =
        catchThrowableOfType(
            FfmpegFailure.class, () -> decode(decoder, SourceFormat.PNG, new byte[9]));

    assertThat(failure).isNotNull();
  }

  private static MediaException decode(PictureDecoder decoder, SourceFormat format, byte[] image)
      throws Exception {
    var header =
        new SourceHeader(
            format,
            144,
            96,
            Orientation.UPRIGHT,
            false,
            false,
            Optional.empty(),
            ByteBuffer.wrap(image),
            Optional.empty());
    try {
      decoder.decode(
          header,
          Orientation.UPRIGHT,
          new SourceHeader.Crop(0, 0, 144, 96),
          new FitSize.Size(144, 96),
          DecodeGraph.Backdrop.WHITE);
    } catch (MediaException e) {
      return e;
    }
    throw new AssertionError("decoded");
  }

  private PictureDecoder decoder(String script) throws Exception {
    Path file = Files.writeString(folder.resolve("ffmpeg"), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return new PictureDecoder(() -> file);
  }
}
