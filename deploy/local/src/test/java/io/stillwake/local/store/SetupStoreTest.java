package io.stillwake.local.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.stillwake.ingest.setup.report.Report;
import io.stillwake.ingest.setup.store.SetupStore;
import io.stillwake.ingest.setup.store.StoreSettings;
import io.stillwake.local.kafka.KafkaClients;
import io.stillwake.storage.ObjectStoreConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a store that has neither lifecycle rules nor events. */
class SetupStoreTest {

  private static final List<String> NOTES =
      List.of(
          "note   bucket renders: the store knows no lifecycle rules: what can be made again stays until"
              + " somebody deletes it",
          "note   buckets: the store knows no rule that ends uploads in parts; MinIO ends them"
              + " after a day without one",
          "note   bucket uploads: the store knows no events: uploads are announced by POST …/uploaded, or"
              + " found when their ticket's timer looks for them");

  @TempDir static Path folder;
  private static EmbeddedObjectStore server;

  private final List<String> lines = new ArrayList<>();

  @BeforeAll
  static void start() {
    server = EmbeddedObjectStore.start(folder, KafkaClients.freePort(), "127.0.0.1:1");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void makesABucketOnceAndSaysWhatTheStoreLacks() {
    run(StoreSettings.of(server.config(), Set.of("checkpoints")), false);
    Report second = run(StoreSettings.of(server.config(), Set.of("checkpoints")), false);

    assertThat(lines).startsWith("done   bucket checkpoints: make").containsAll(NOTES);
    assertThat(second.well()).isTrue();
    assertThat(second.summary()).startsWith("nothing changed, ");
  }

  @Test
  void aBucketThatEverybodyCanListIsNamed() throws IOException {
    Path open = Files.createDirectories(folder.resolve("objects/open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));

    Report report = run(StoreSettings.of(server.config(), Set.of("open")), false);

    assertThat(report.well()).isFalse();
    assertThat(lines)
        .contains(
            "wrong  bucket open: everybody can list it (expected: nobody without credentials)");
  }

  @Test
  void aDryRunMakesNoBucket() {
    run(StoreSettings.of(server.config(), Set.of("dry")), true);
    run(StoreSettings.of(server.config(), Set.of("dry")), true);

    assertThat(lines).filteredOn("to do  bucket dry: make"::equals).hasSize(2);
  }

  @Test
  void wrongCredentialsAreNamedWithoutTheSecret() {
    ObjectStoreConfig right = server.config();

    Report report =
        run(
            StoreSettings.of(store(right.endpoint(), right.accessKey(), "guessed"), Set.of()),
            false);

    assertThat(report.well()).isFalse();
    assertThat(lines)
        .singleElement()
        .asString()
        .startsWith("wrong  store at " + right.endpoint() + ": SignatureDoesNotMatch")
        .contains("'stillwake'")
        .doesNotContain("guessed");
  }

  @Test
  void aStoreThatIsNotThereIsNamed() {
    URI nobody = URI.create("http://127.0.0.1:" + KafkaClients.freePort());

    run(StoreSettings.of(store(nobody, "a", "b"), Set.of()), false);

    assertThat(lines)
        .singleElement()
        .asString()
        .startsWith("wrong  store at " + nobody + ": no answer of an S3 store: ");
  }

  private Report run(StoreSettings settings, boolean dryRun) {
    Report report = new Report(dryRun, lines::add);
    SetupStore.run(settings, report);
    return report;
  }

  private static ObjectStoreConfig store(URI endpoint, String accessKey, String secretKey) {
    return new ObjectStoreConfig(endpoint, endpoint, "us-east-1", accessKey, secretKey, true);
  }
}
