package io.stillwake.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Where a running stack listens. Kept in its data folder while it runs, so that commands find it.
 *
 * @param pid the process it runs in
 * @param kafka bootstrap servers
 * @param triton host:port of the gRPC service
 * @param tritonMetrics Prometheus text of the model server
 */
public record StackAddresses(
    long pid, URI api, URI flink, String kafka, URI s3, String triton, URI tritonMetrics) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The stack that runs on a data folder; empty where none does. */
  public static Optional<StackAddresses> running(Path data) throws IOException {
    try {
      StackAddresses addresses =
          JSON.readValue(Files.readAllBytes(file(data)), StackAddresses.class);
      return ProcessHandle.of(addresses.pid).filter(ProcessHandle::isAlive).map(p -> addresses);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Lets commands find the stack. */
  public void save(Path data) throws IOException {
    Path draft = file(data).resolveSibling("stack.json.tmp");
    Files.write(draft, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
    Files.move(draft, file(data), StandardCopyOption.ATOMIC_MOVE);
  }

  /** It runs no more. */
  public static void forget(Path data) throws IOException {
    Files.deleteIfExists(file(data));
  }

  private static Path file(Path data) {
    return data.resolve("stack.json");
  }
}
