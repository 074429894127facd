package io.stillwake.bench.gpu;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What ran on which slot from when to when, as JSON lines: the only source of what was measured.
 * One thread writes it; a slot never waits for it. An existing file is continued.
 */
final class SlotLog implements AutoCloseable {

  private static final int CAPACITY = 1 << 18;
  private static final long FLUSH_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final BlockingQueue<SlotEvent> events;
  private final AtomicLong lost = new AtomicLong();
  private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
  private final JsonGenerator json;
  private final OutputStream file;
  private final Thread writer = new Thread(this::write, "slot-log");
  private volatile boolean closing;

  /**
   * @param capacity lines that may wait for the file
   */
  SlotLog(OutputStream file, int capacity) throws IOException {
    events = new ArrayBlockingQueue<>(capacity);
    this.file = file;
    json = new JsonFactory().createGenerator(lines);
    json.setRootValueSeparator(null);
    writer.start();
  }

  static SlotLog open(Path file) {
    try {
      return new SlotLog(
          Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
          CAPACITY);
    } catch (IOException e) {
      throw new UncheckedIOException("log: cannot write '" + file + "'", e);
    }
  }

  /** Never waits: where the queue is full the line is counted as lost, and the log says so. */
  void add(SlotEvent event) {
    if (!events.offer(event)) {
      lost.incrementAndGet();
    }
  }

  private void write() {
    long flushed = System.nanoTime();
    try (file) {
      while (!(closing && events.isEmpty())) {
        long rest = FLUSH_NANOS - (System.nanoTime() - flushed);
        SlotEvent event = events.poll(Math.max(0, rest), TimeUnit.NANOSECONDS);
        if (event != null) {
          line(event);
        }
        if (System.nanoTime() - flushed >= FLUSH_NANOS) {
          flush();
          flushed = System.nanoTime();
        }
      }
      flush();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("the slot log ends early", e);
    }
  }

  /** Whole lines only, so that SIGKILL does not leave half of one. */
  private void flush() throws IOException {
    json.flush();
    lines.writeTo(file);
    lines.reset();
  }

  private void line(SlotEvent event) throws IOException {
    long missing = lost.getAndSet(0);
    if (missing > 0) {
      object(new SlotEvent.Lost(missing));
    }
    object(event);
  }

  private void object(SlotEvent event) throws IOException {
    json.writeStartObject();
    event.write(json);
    json.writeEndObject();
    json.writeRaw('\n');
  }

  /** Everything added before is in the file when this returns. */
  @Override
  public void close() {
    closing = true;
    try {
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
