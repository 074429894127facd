package io.stillwake.bench.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlotLogTest {

  @TempDir private Path folder;

  @Test
  void everyLineIsThereAfterClose() throws Exception {
    Path file = folder.resolve("log");
    try (SlotLog log = SlotLog.open(file)) {
      IntStream.range(0, 10_000).forEach(i -> log.add(new SlotEvent.Down("g", i)));
    }

    assertThat(Files.readAllLines(file))
        .hasSize(10_000)
        .endsWith("{\"event\":\"down\",\"gpu\":\"g\",\"at\":9999}");
  }

  @Test
  void linesReachTheFileWithoutClose() throws Exception {
    Path file = folder.resolve("log");
    try (SlotLog log = SlotLog.open(file)) {
      log.add(new SlotEvent.Down("g", 1));
      await().until(() -> Files.readAllLines(file).size() == 1);
    }
  }

  @Test
  void anExistingLogIsContinued() throws Exception {
    Path file = folder.resolve("log");
    for (int run = 0; run < 2; run++) {
      try (SlotLog log = SlotLog.open(file)) {
        log.add(new SlotEvent.Up("g", 8, run));
      }
    }

    assertThat(Files.readAllLines(file))
        .containsExactly(
            "{\"event\":\"up\",\"gpu\":\"g\",\"slots\":8,\"at\":0}",
            "{\"event\":\"up\",\"gpu\":\"g\",\"slots\":8,\"at\":1}");
  }

  @Test
  void aFullQueueNeverWaitsAndTheLogSaysWhatItLost() throws Exception {
    StuckFile file = new StuckFile();
    try (SlotLog log = new SlotLog(file, 2)) {
      log.add(new SlotEvent.Down("g", 0));
      file.reached.await();
      IntStream.range(1, 6).forEach(i -> log.add(new SlotEvent.Down("g", i)));
      file.free.countDown();
    }

    assertThat(file.text().lines())
        .containsExactly(
            "{\"event\":\"down\",\"gpu\":\"g\",\"at\":0}",
            "{\"event\":\"lost\",\"lines\":3}",
            "{\"event\":\"down\",\"gpu\":\"g\",\"at\":1}",
            "{\"event\":\"down\",\"gpu\":\"g\",\"at\":2}");
  }

  /** A file whose first write waits. */
  private static final class StuckFile extends OutputStream {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch free = new CountDownLatch(1);

    @Override
    public void write(int b) {
      throw new AssertionError("byte by byte (expected: many at once)");
    }

    @Override
    public void write(byte[] bytes, int from, int count) {
      reached.countDown();
      try {
        free.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      written.write(bytes, from, count);
    }

    String text() {
      return written.toString(StandardCharsets.UTF_8);
    }
  }
}
