package io.stillwake.local;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Started parts, closed the last one first; a part that fails to close does not keep the others.
 */
final class CloseInReverse implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(CloseInReverse.class);

  private record Part(String name, AutoCloseable closeable) {}

  private final Deque<Part> parts = new ArrayDeque<>();

  <T extends AutoCloseable> T add(String name, T part) {
    parts.push(new Part(name, part));
    return part;
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      Part part = parts.pop();
      try {
        part.closeable.close();
      } catch (Exception e) {
        log.warn("part did not stop cleanly part={}", part.name, e);
      }
    }
  }
}
