package io.stillwake.local.kafka;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.stillwake.proto.WorkClass;
import io.stillwake.storage.RequestPartition;
import io.stillwake.storage.Topics;
import io.stillwake.storage.start.KafkaTopics;
import io.stillwake.storage.start.StartRefused;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaTest {

  private static final String INTERACTIVE = Topics.work("cpu", WorkClass.WORK_CLASS_INTERACTIVE);

  @TempDir static Path folder;
  private static EmbeddedKafka kafka;
  private static KafkaClients clients;

  @BeforeAll
  static void start() {
    kafka = EmbeddedKafka.start(folder, KafkaClients.freePort());
    clients = new KafkaClients(kafka.bootstrapServers());
    clients.createTopics(Set.of("cpu"));
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @Test
  void givesEveryTopicItsPartitions() throws Exception {
    Map<String, TopicDescription> topics;
    try (Admin admin = clients.admin()) {
      topics = admin.describeTopics(admin.listTopics().names().get()).allTopicNames().get();
    }

    assertThat(Topics.fixed())
        .allMatch(
            name ->
                topics.get(name).partitions().size()
                    == (name.equals(Topics.WORK_REQUESTS) ? RequestPartition.LEAST : 4));
    assertThat(Topics.work("cpu")).allMatch(name -> topics.get(name).partitions().size() == 1);
  }

  @Test
  void keepsTheStatusOfWorkersForMinutesAndTheRestForDays() throws Exception {
    assertThat(retention(Topics.WORKER_STATUS)).isEqualTo(Duration.ofMinutes(10));
    assertThat(retention(Topics.RENDER_EVENTS)).isEqualTo(Duration.ofDays(7));
  }

  @Test
  void aPartThatStartsFindsItsTopicsOrNamesTheMissingOnes() throws Exception {
    assertThat(new KafkaTopics(kafka.bootstrapServers(), Topics.fixed()).ask()).isNull();

    KafkaTopics other = new KafkaTopics(kafka.bootstrapServers(), Topics.work("moon"));
    assertThatThrownBy(other::ask)
        .isInstanceOf(StartRefused.class)
        .hasMessageContainingAll(
            "work.moon.batch, work.moon.interactive", kafka.bootstrapServers(), "stillwake setup");
  }

  @Test
  void makesTheTopicsOfAnotherPoolLater() throws Exception {
    clients.createTopics(Set.of("cpu", "gpu"));

    Set<String> names;
    try (Admin admin = clients.admin()) {
      names = admin.listTopics().names().get();
    }
    assertThat(names).containsAll(Topics.work("gpu"));
  }

  @Test
  void makesNoTopicForATypo() {
    Properties settings = clients.settings();
    settings.setProperty("max.block.ms", "1000");
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      assertThatThrownBy(() -> producer.send(new ProducerRecord<>("work-request", "a", "b")).get())
          .hasCauseInstanceOf(TimeoutException.class);
    }
  }

  @Test
  void showsCommittedTransactionsOnly() throws Exception {
    try (KafkaProducer<String, String> producer = clients.producer("render-events-test/")) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>(Topics.RENDER_EVENTS, "render", "aborted")).get();
      producer.abortTransaction();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>(Topics.RENDER_EVENTS, "render", "committed")).get();
      producer.commitTransaction();
    }

    List<ConsumerRecord<String, String>> events = clients.readAll(Topics.RENDER_EVENTS);

    assertThat(events).extracting(ConsumerRecord::value).containsExactly("committed");
  }

  @Test
  void handsAFreshShareGroupTheWorkThatWasIssuedBeforeItJoined() {
    clients.write(INTERACTIVE, "render", "an item of work");
    Properties settings = clients.settings();
    settings.setProperty("group.id", Topics.workers("cpu"));
    settings.setProperty("share.acknowledgement.mode", "implicit");

    try (KafkaShareConsumer<String, String> worker =
        new KafkaShareConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      worker.subscribe(Topics.work("cpu"));

      await()
          .atMost(15, SECONDS)
          .pollInSameThread()
          .until(() -> worker.poll(Duration.ofMillis(200)), records -> !records.isEmpty());
    }
  }

  @Test
  void refusesAFolderThatIsInUse() {
    assertThatThrownBy(() -> EmbeddedKafka.start(folder, KafkaClients.freePort()))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(folder.toString());
  }

  @Test
  void refusesAPortThatIsTaken(@TempDir Path other) {
    int port = Integer.parseInt(kafka.bootstrapServers().split(":")[1]);

    assertThatThrownBy(() -> EmbeddedKafka.start(other, port))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("127.0.0.1:" + port)
        .hasRootCauseInstanceOf(BindException.class);

    // The folder is free again, and no half broker is left in it.
    EmbeddedKafka.start(other, KafkaClients.freePort()).close();
  }

  private static Duration retention(String topic) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    Config config;
    try (Admin admin = clients.admin()) {
      config = admin.describeConfigs(List.of(resource)).all().get().get(resource);
    }
    return Duration.ofMillis(Long.parseLong(config.get("retention.ms").value()));
  }
}
