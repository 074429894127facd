package io.stillwake.bench.gpu;

import static java.util.stream.Collectors.averagingDouble;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.stillwake.bench.gpu.TwoHundredCalls.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same 200 calls to a virtual GPU and to a real Triton with the same model: same statuses, same
 * outputs, and slots that are free again as soon. The mean times are in {@code
 * target/real-triton/times.md}.
 */
class RealTritonIT {

  private static final int SLOTS = 2;

  /** How much longer one of the two may take, on a machine that does other things as well. */
  private static final double FACTOR = 4;

  @TempDir private Path folder;

  @Test
  void aVirtualGpuAnswersAsARealTritonDoes() throws Exception {
    List<Ended> real;
    try (RealTriton triton =
        RealTriton.start(
            Files.createDirectories(Path.of("target/real-triton").toAbsolutePath()), SLOTS)) {
      real = run(triton.address(), triton::waiting);
    }
    List<Ended> virtual;
    try (TestGpu gpu = new TestGpu(folder, SLOTS)) {
      virtual = run(gpu.address(), () -> gpu.state().waiting());
    }
    report(real, virtual);

    assertThat(virtual.size()).isEqualTo(200);
    assertThat(virtual)
        .extracting(Ended::seen)
        .containsExactlyElementsOf(real.stream().map(Ended::seen).toList());
    Map<String, Double> realMillis = meanMillis(real);
    meanMillis(virtual)
        .forEach(
            (group, millis) ->
                assertThat(realMillis.get(group))
                    .as(group)
                    // What is over at once says nothing but how fast the machine is.
                    .isBetween(millis / FACTOR - 100, millis * FACTOR + 100));
  }

  private static List<Ended> run(String address, Callable<Integer> waiting) {
    try (TwoHundredCalls calls = new TwoHundredCalls(address, waiting)) {
      return calls.run();
    }
  }

  private static Map<String, Double> meanMillis(List<Ended> calls) {
    return calls.stream()
        .collect(groupingBy(Ended::group, LinkedHashMap::new, averagingDouble(Ended::millis)));
  }

  private static void report(List<Ended> real, List<Ended> virtual) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("| calls | virtual GPU, mean ms | Triton, mean ms |");
    lines.add("|---|---|---|");
    Map<String, Double> realMillis = meanMillis(real);
    meanMillis(virtual)
        .forEach(
            (group, millis) ->
                lines.add("| %s | %.2f | %.2f |".formatted(group, millis, realMillis.get(group))));
    Files.write(Path.of("target/real-triton/times.md"), lines);
  }
}
