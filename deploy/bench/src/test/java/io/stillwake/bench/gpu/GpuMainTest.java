package io.stillwake.bench.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class GpuMainTest {

  private static final int USAGE = 2;

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--slots 0|slots: '0' (expected: 1 to 1024)",
        "--slots 1025|slots: '1025' (expected: 1 to 1024)",
        "--gpu a:0|gpu: 'a:0' (expected: name:port:slots)",
        "--gpu a:x:1|gpu: 'a:x:1' (expected: name:port:slots)",
        "--gpu a:0:1 --gpu a:0:1|(expected: names that differ)",
        "--mean-ms -1|mean-ms: -1.0 (expected: 0 or more milliseconds)",
        "--faults /nowhere.json|faults: cannot read '/nowhere.json'"
      })
  void aWrongOptionIsRefusedInWords(String options, String words) {
    assertThat(run((options + " --log " + folder.resolve("log")).split(" "))).isEqualTo(USAGE);
    assertThat(err.toString()).contains(words);
  }

  @Test
  void withoutALogNothingIsMeasured() {
    assertThat(run("--slots", "1")).isEqualTo(USAGE);
    assertThat(err.toString()).contains("log: absent (expected: --log FILE)");
  }

  @Test
  void aPortThatIsTakenIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String gpu = "b:" + taken.getLocalPort() + ":1";
      assertThat(run("--gpu", "a:0:1", "--gpu", gpu, "--log", folder.resolve("log").toString()))
          .isEqualTo(1);
    }
    assertThat(err.toString()).contains("gpu: cannot serve 'GpuPlan[name=b, port=");
  }

  @Test
  void theFamilyIsWrittenWhereItsReadersLook() {
    assertThat(run("family", folder.toString(), "--chunking", "whole")).isZero();
    assertThat(folder.resolve("virtual/family.json")).content().contains("\"WHOLE\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--chunking windows|chunking: 'windows' (expected: keyframes or whole)",
        "--frames-per-chunk 0|frames-per-chunk: '0' (expected: at least 1)",
        "--side 32|side: '32' (expected: 64 to 1280)"
      })
  void aFamilyThatCannotBeIsRefused(String options, String words) {
    assertThat(run(("family " + folder + " " + options).split(" "))).isEqualTo(USAGE);
    assertThat(err.toString()).contains(words);
  }

  private int run(String... arguments) {
    return new CommandLine(new GpuMain())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }
}
