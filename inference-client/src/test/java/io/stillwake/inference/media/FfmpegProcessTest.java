package io.stillwake.inference.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FfmpegProcessTest {

  private static final Path SHELL = Path.of("/bin/sh");

  @Test
  void childThatHangsIsKilled() throws Exception {
    FfmpegFailure failure = failureOf("while :; do read line; done", Duration.ofMillis(200));

    assertThat(failure.end()).isEqualTo(FfmpegFailure.End.TIMED_OUT);
  }

  @Test
  void childThatTakesNoInputIsKilled() throws Exception {
    try (FfmpegProcess child = start("trap : PIPE; while :; do :; done", Duration.ofMillis(200))) {
      assertThat(
              catchThrowableOfType(
                  IOException.class, () -> child.write(ByteBuffer.allocate(1 << 20))))
          .isNotNull();
      FfmpegFailure failure = catchThrowableOfType(FfmpegFailure.class, child::finish);

      assertThat(failure.end()).isEqualTo(FfmpegFailure.End.TIMED_OUT);
    }
  }

  @Test
  void childThatComputesWithoutEndIsStoppedByTheSystem() throws Exception {
    FfmpegFailure failure = failureOf("while :; do :; done", Duration.ofSeconds(20));

    assertThat(failure.end()).isEqualTo(FfmpegFailure.End.SPENT);
  }

  @Test
  void childThatWritesWithoutEndIsKilled() throws Exception {
    FfmpegFailure failure =
        failureOf(
            "while :; do echo 0123456789012345678901234567890123456789; done",
            Duration.ofSeconds(20));

    assertThat(failure.end()).isEqualTo(FfmpegFailure.End.TALKED_TOO_MUCH);
  }

  @Test
  void crashIsTold() throws Exception {
    FfmpegFailure failure = failureOf("kill -SEGV $$", Duration.ofSeconds(20));

    assertThat(failure.end()).isEqualTo(FfmpegFailure.End.CRASHED);
  }

  @Test
  void complaintIsKept() throws Exception {
    FfmpegFailure failure = failureOf("echo it is broken >&2; exit 183", Duration.ofSeconds(20));

    assertThat(failure.end()).isEqualTo(FfmpegFailure.End.COMPLAINED);
    assertThat(failure.complaint()).isEqualTo("it is broken");
  }

  @Test
  void childCanWriteNoFile() throws Exception {
    FfmpegFailure failure =
        failureOf(
            "f=$(/usr/bin/mktemp); trap '/bin/rm $f' EXIT; trap : XFSZ; echo x > $f || exit 7",
            Duration.ofSeconds(20));

    assertThat(failure.end()).isEqualTo(FfmpegFailure.End.COMPLAINED);
  }

  @Test
  void environmentIsNotInherited() throws Exception {
    try (FfmpegProcess child = start("echo ${PATH_OF_HOME:-$HOME}.", Duration.ofSeconds(20))) {
      assertThat(child.finish()).isEqualTo(".\n".getBytes(StandardCharsets.US_ASCII));
    }
  }

  @Test
  void closeKillsTheChild() throws Exception {
    FfmpegProcess child = start("while :; do read line; done", Duration.ofSeconds(20));

    child.close();

    FfmpegFailure failure = catchThrowableOfType(FfmpegFailure.class, child::finish);
    assertThat(failure.end()).isEqualTo(FfmpegFailure.End.CLOSED);
  }

  private static FfmpegFailure failureOf(String script, Duration quiet) throws Exception {
    try (FfmpegProcess child = start(script, quiet)) {
      return catchThrowableOfType(FfmpegFailure.class, child::finish);
    }
  }

  private static FfmpegProcess start(String script, Duration quiet) throws Exception {
    var limits = new FfmpegLimits(quiet, Duration.ofSeconds(1), 500_000_000, 1000, 0);
    return FfmpegProcess.start("test", SHELL, limits, List.of("-c", script));
  }
}
