package io.stillwake.local.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Kafka broker, its own KRaft controller, in this JVM and on the loopback. What it stores lies
 * in one folder and is there again at the next start, also after a SIGKILL; one process at a time
 * may use a folder.
 */
public final class EmbeddedKafka implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedKafka.class);

  private final KafkaRaftServer server;
  private final FolderLock lock;
  private final String bootstrapServers;

  private EmbeddedKafka(KafkaRaftServer server, FolderLock lock, String bootstrapServers) {
    this.server = server;
    this.lock = lock;
    this.bootstrapServers = bootstrapServers;
  }

  /**
   * Starts the broker and returns when it serves.
   *
   * @param folder made where it is not there
   * @param port where clients reach it, on 127.0.0.1; free
   * @throws UncheckedIOException where another process uses the folder
   * @throws IllegalStateException where the port is taken or the broker does not come up
   */
  public static EmbeddedKafka start(Path folder, int port) {
    Path data = folder.toAbsolutePath();
    FolderLock lock = FolderLock.take(data);
    try {
      Properties settings = BrokerSettings.of(data, port, freePortBeside(port));
      KafkaFolder.format(data);
      KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(settings), Time.SYSTEM);
      startup(server, port);
      LOG.info("Kafka serves; port={} folder={}", port, data);
      return new EmbeddedKafka(server, lock, "127.0.0.1:" + port);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  public String bootstrapServers() {
    return bootstrapServers;
  }

  /** Writes out what is in memory and stops every thread. */
  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
    lock.close();
  }

  private static void startup(KafkaRaftServer server, int port) {
    try {
      server.startup();
    } catch (RuntimeException e) {
      server.shutdown();
      throw new IllegalStateException("Kafka cannot serve at 127.0.0.1:" + port, e);
    }
  }

  /** A free port that is not the broker's own: nothing listens there yet, so it is free as well. */
  private static int freePortBeside(int port) {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int free = socket.getLocalPort();
      return free == port ? freePortBeside(port) : free;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
