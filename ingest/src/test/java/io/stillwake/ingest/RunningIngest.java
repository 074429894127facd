package io.stillwake.ingest;

import static org.awaitility.Awaitility.await;

import io.stillwake.storage.MemoryObjectStore;
import io.stillwake.storage.ObjectLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Ingest as it ships, on a free port, over a store in memory and a Kafka log that is a list. */
final class RunningIngest implements BeforeEachCallback, AfterEachCallback {

  static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  final FakeKafka kafka = new FakeKafka();
  final MemoryObjectStore store = new MemoryObjectStore(() -> this.now);
  final ObjectLayout layout = ObjectLayout.standard();

  private final InstantSource clock = () -> this.now;
  private volatile Instant now = NOW;
  private Path families;
  private IngestServer server;
  private Api api;

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    families = Families.write();
    start();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    // Netty takes two quiet seconds to stop; the next test need not wait for them.
    var unused = server.stop();
  }

  void restart() {
    server.close();
    start();
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  /** Leaves ingest as it is right after its start: nothing is read yet. */
  private void start() {
    server =
        IngestServer.start(
            new IngestConfig(
                "127.0.0.1",
                0,
                "unused:9092",
                families,
                IngestConfig.DEFAULT_TENANT,
                IngestConfig.DEFAULT_UPLOAD_VALIDITY),
            store,
            clock,
            kafka.clients(),
            Duration.ofMillis(50));
    api = new Api(server.uri());
  }

  Api api() {
    return api;
  }

  IngestServer server() {
    return server;
  }

  void awaitReady() {
    await().until(() -> api.get("/readyz").statusCode() == 200);
  }

  /** Has one more render, of the usual spec. */
  String submit() {
    return Api.json(api.post("/v1/renders", SubmitTest.ANIMATE)).at("/render/id").textValue();
  }

  void awaitState(String id, String state) {
    await()
        .until(() -> Api.json(api.get("/v1/renders/" + id)).path("state").asText().equals(state));
  }

  /** One family, as its folder holds it. */
  static final class Families {

    private Families() {}

    static final String JSON =
        """
        {"name": "reference", "version": "1", "pool": "cpu", "chunking": "KEYFRAMES",
         "defaultFps": 24, "minFps": 8, "maxFps": 30,
         "defaultSeconds": 4, "minSeconds": 1, "maxSeconds": 10,
         "sideMultiple": 16, "minSide": 64, "maxSide": 1920,
         "defaultPixels": "393216", "maxPixels": "921600", "maxPicturePixels": "2073600",
         "styles": [{"name": "oil", "title": "Oil painting", "words": ["painting", "oil painting"]},
                    {"name": "dusk-light", "title": "Dusk", "light": true}],
         "motions": [{"name": "water", "title": "Ripples", "words": ["waves"], "amount": 0.5,
                      "regions": ["water"]},
                     {"name": "pan", "title": "Pan", "group": "camera", "amount": 0.5}],
         "regions": [{"name": "water", "title": "Lakes, rivers, the sea"}],
         "restores": true, "refines": true}
        """;

    static Path write() {
      try {
        Path folder = Path.of("target", "families");
        Path family = Files.createDirectories(folder.resolve("reference"));
        Files.writeString(family.resolve("family.json"), JSON);
        return folder;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
