package io.stillwake.local.store;

import io.stillwake.storage.ObjectLayout;
import io.stillwake.storage.ObjectStoreConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.StringSerializer;
import org.gaul.s3proxy.CrossOriginResourceSharing;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An S3 store in this JVM and on the loopback: S3Proxy over a folder. Whatever happens in the
 * uploads bucket is told on Kafka as MinIO tells it, and is on its way before the request is
 * answered; while Kafka is away, events wait in the folder and go out later, in order.
 *
 * <p>Writes are atomic and survive a SIGKILL; they are not synced to the disk, so a power failure
 * can lose the newest. Objects live as files whose metadata are extended attributes.
 */
public final class EmbeddedObjectStore implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedObjectStore.class);

  /** Known to everybody; they keep one application from using another's store by mistake. */
  private static final String ACCESS_KEY = "stillwake";

  private static final String SECRET_KEY = "stillwake-local";
  private static final String REGION = "us-east-1";
  private static final int MAX_THREADS = 64;
  private static final long STOP_MILLIS = 2_000;

  private final S3Proxy server;
  private final EventOutbox outbox;
  private final ObjectStoreConfig config;

  private EmbeddedObjectStore(S3Proxy server, EventOutbox outbox, ObjectStoreConfig config) {
    this.server = server;
    this.outbox = outbox;
    this.config = config;
  }

  /**
   * Starts the store with the buckets of the standard layout.
   *
   * @param folder made where it is not there; used by one process at a time
   * @param port where clients reach it, on 127.0.0.1; free
   * @param kafkaBootstrap where bucket events go; need not be up
   * @throws UncheckedIOException where the port is taken, or the folder's file system keeps no
   *     extended attributes
   */
  public static EmbeddedObjectStore start(Path folder, int port, String kafkaBootstrap) {
    try {
      ObjectFolder objects = ObjectFolder.open(folder.resolve("objects"));
      URI endpoint = URI.create("http://127.0.0.1:" + port);
      EventOutbox outbox = EventOutbox.open(folder.resolve("events"), producer(kafkaBootstrap));
      try {
        S3Proxy server = serve(objects, endpoint, outbox);
        LOG.info("the object store serves; endpoint={} folder={}", endpoint, folder);
        return new EmbeddedObjectStore(
            server,
            outbox,
            new ObjectStoreConfig(endpoint, endpoint, REGION, ACCESS_KEY, SECRET_KEY, true));
      } catch (IOException | RuntimeException | Error e) {
        outbox.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How to reach it. It takes POST form uploads. */
  public ObjectStoreConfig config() {
    return config;
  }

  /** Lets running requests end, sends the events that can still go out, and stops every thread. */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      LOG.warn("the object store did not stop in an orderly way", e);
    }
    outbox.close();
  }

  private static S3Proxy serve(ObjectFolder objects, URI endpoint, EventOutbox outbox)
      throws IOException {
    ObjectLayout layout = ObjectLayout.standard();
    objects.createBucket(layout.uploadsBucket());
    objects.createBucket(layout.rendersBucket());
    BlobStore blobs = new FilesystemNio2BlobStore(objects.root().toString());
    MinioEvents events = new MinioEvents(Clock.systemUTC(), endpoint, ACCESS_KEY);
    S3Proxy server =
        S3Proxy.builder()
            .blobStore(new EventfulBlobStore(blobs, layout.uploadsBucket(), events, outbox))
            .endpoint(endpoint)
            .awsAuthentication(AuthenticationType.AWS_V4, ACCESS_KEY, SECRET_KEY)
            // A page of another origin may upload with a presigned form, as on MinIO.
            .corsRules(new CrossOriginResourceSharing())
            .jettyMaxThreads(MAX_THREADS)
            .stopTimeout(STOP_MILLIS)
            .build();
    try {
      server.start();
      return server;
    } catch (Exception e) {
      stopQuietly(server, e);
      throw new IOException("the object store cannot serve at " + endpoint, e);
    }
  }

  private static Producer<String, String> producer(String kafkaBootstrap) {
    Properties settings = new Properties();
    settings.setProperty(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafkaBootstrap);
    settings.setProperty(ProducerConfig.CLIENT_ID_CONFIG, "bucket-events");
    settings.setProperty(ProducerConfig.LINGER_MS_CONFIG, "0");
    settings.setProperty(ProducerConfig.BUFFER_MEMORY_CONFIG, "2097152");
    // The outbox tries again by itself, so one try need not last long.
    settings.setProperty(ProducerConfig.MAX_BLOCK_MS_CONFIG, "3000");
    settings.setProperty(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "3000");
    settings.setProperty(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "5000");
    return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
  }

  /** Half a server has threads already, and they are no daemons. */
  private static void stopQuietly(S3Proxy server, Exception failure) {
    try {
      server.stop();
    } catch (Exception e) {
      failure.addSuppressed(e);
    }
  }
}
