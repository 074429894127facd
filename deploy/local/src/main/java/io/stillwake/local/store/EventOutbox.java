package io.stillwake.local.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stillwake.storage.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bucket events on their way to Kafka, one file each until the broker has them. They go out one by
 * one in the order they came in; an event can go out twice, where the process ended between the
 * broker's answer and the removal of the file.
 */
final class EventOutbox implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EventOutbox.class);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SUFFIX = ".json";
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final Path folder;
  private final Producer<String, String> producer;
  private final BlockingQueue<Path> waiting = new LinkedBlockingQueue<>();
  private final Thread sender = new Thread(this::send, "bucket-events");
  private long next;
  private volatile boolean closing;

  private EventOutbox(Path folder, Producer<String, String> producer) {
    this.folder = folder;
    this.producer = producer;
  }

  /** Begins to send what an earlier process left in the folder, and then what is added. */
  static EventOutbox open(Path folder, Producer<String, String> producer) throws IOException {
    Files.createDirectories(folder);
    List<Path> left;
    try (Stream<Path> files = Files.list(folder)) {
      left = files.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    }
    EventOutbox outbox = new EventOutbox(folder, producer);
    outbox.waiting.addAll(left);
    if (!left.isEmpty()) {
      outbox.next = number(left.get(left.size() - 1)) + 1;
    }
    outbox.sender.setDaemon(true);
    outbox.sender.start();
    return outbox;
  }

  /** The event survives the end of the process once this returns. */
  synchronized void add(ObjectNode event) {
    Path file = folder.resolve("%016x%s".formatted(next, SUFFIX));
    Path unfinished = folder.resolve("unfinished");
    try {
      Files.write(unfinished, JSON.writeValueAsBytes(event));
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("the event of " + event.path("Key") + " is not kept", e);
    }
    next++;
    waiting.add(file);
  }

  /** Sends for two seconds more at most; what is left then waits for the next process. */
  @Override
  public void close() {
    closing = true;
    try {
      sender.join(FAREWELL.toMillis());
      sender.interrupt();
      sender.join();
    } catch (InterruptedException e) {
      sender.interrupt();
      Thread.currentThread().interrupt();
    }
    producer.close(Duration.ZERO);
  }

  private void send() {
    try {
      while (!(closing && waiting.isEmpty())) {
        Path file = waiting.poll(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        if (file != null) {
          deliver(file);
        }
      }
    } catch (InterruptedException e) {
      LOG.info("bucket events wait for the next start; count={}", waiting.size() + 1);
    }
  }

  private void deliver(Path file) throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        String event = Files.readString(file);
        String key = JSON.readTree(event).required("Key").textValue();
        producer.send(new ProducerRecord<>(Topics.UPLOADS, key, event)).get();
        Files.delete(file);
        return;
      } catch (InterruptException e) {
        throw new InterruptedException();
      } catch (ExecutionException | KafkaException e) {
        if (e.getCause() instanceof RecordTooLargeException) {
          setAside(file, e);
          return;
        }
        if (attempt == 1) {
          LOG.warn("bucket events wait for Kafka; cause={}", e.getMessage());
        }
        Thread.sleep(PAUSE.toMillis());
      } catch (IOException | IllegalArgumentException e) {
        setAside(file, e);
        return;
      }
    }
  }

  /** What can never be sent must not hold up what comes behind it. */
  private static void setAside(Path file, Exception failure) {
    LOG.error("a bucket event cannot be sent and is set aside; file={}", file, failure);
    try {
      Files.move(
          file,
          file.resolveSibling(file.getFileName() + ".refused"),
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.error("the refused event stays in the way of the next start; file={}", file, e);
    }
  }

  private static long number(Path file) {
    String name = file.getFileName().toString();
    return Long.parseUnsignedLong(name.substring(0, name.length() - SUFFIX.length()), 16);
  }
}
