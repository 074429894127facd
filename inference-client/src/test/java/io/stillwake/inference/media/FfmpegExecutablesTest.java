package io.stillwake.inference.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FfmpegExecutablesTest {

  @TempDir Path root;

  @Test
  void isTheLgplBuildWithOpenH264() throws Exception {
    String build = said(FfmpegExecutables.get(), "-hide_banner", "-buildconf");

    assertThat(build).contains("--enable-libopenh264").doesNotContain("--enable-gpl");
    assertThat(said(FfmpegExecutables.get(), "-hide_banner", "-L"))
        .contains("GNU Lesser General Public License");
  }

  /** Where it is not told to be quiet, it compares how each of its libraries was built. */
  @Test
  void outlivesItsOwnBanner() throws Exception {
    assertThat(said(FfmpegExecutables.get(), "-encoders")).contains("libopenh264");
  }

  @Test
  void unpackersAtTheSameTimeAgree() throws Exception {
    var executor = Executors.newFixedThreadPool(3);
    List<Callable<FfmpegExecutables>> unpackers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      unpackers.add(() -> FfmpegExecutables.unpackInto(root));
    }

    for (Future<FfmpegExecutables> unpacked : executor.invokeAll(unpackers)) {
      assertThat(said(unpacked.get(), "-version")).startsWith("ffmpeg version");
    }

    executor.shutdownNow();
    try (var folders = Files.list(root)) {
      assertThat(folders).hasSize(1);
    }
  }

  @Test
  void incompleteFolderIsReplaced() throws Exception {
    FfmpegExecutables first = FfmpegExecutables.unpackInto(root);
    Files.write(first.ffprobe(), new byte[3]);

    FfmpegExecutables second = FfmpegExecutables.unpackInto(root);

    assertThat(second).isEqualTo(first);
    assertThat(Files.size(second.ffprobe())).isGreaterThan(100_000);
  }

  private static String said(FfmpegExecutables executables, String... arguments) throws Exception {
    var limits =
        new FfmpegLimits(Duration.ofSeconds(30), Duration.ofSeconds(30), 2_000_000_000, 100_000, 0);
    try (var child =
        FfmpegProcess.start("test", executables.ffmpeg(), limits, List.of(arguments))) {
      return new String(child.finish(), StandardCharsets.UTF_8);
    }
  }
}
