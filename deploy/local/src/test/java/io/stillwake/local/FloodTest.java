package io.stillwake.local;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Timestamp;
import io.stillwake.jobs.JobName;
import io.stillwake.jobs.JobsConfig;
import io.stillwake.jobs.JobsMain;
import io.stillwake.local.flink.EmbeddedFlink;
import io.stillwake.local.kafka.EmbeddedKafka;
import io.stillwake.local.kafka.KafkaClients;
import io.stillwake.proto.ObjectRef;
import io.stillwake.proto.PrepareTask;
import io.stillwake.proto.WorkClass;
import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkKind;
import io.stillwake.proto.WorkRequest;
import io.stillwake.proto.WorkerStatus;
import io.stillwake.storage.ObjectStoreConfig;
import io.stillwake.storage.RequestPartition;
import io.stillwake.storage.Topics;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one tenant asks for a thousand times does not hold the others up before it is read. */
class FloodTest {

  private static final int FLOOD = 10_000;
  private static final String POOL = "cpu";
  private static final String ISSUED = Topics.work(POOL, WorkClass.WORK_CLASS_INTERACTIVE);

  /** So many that whatever is read is issued at once: the order of both is the same. */
  private static final int SLOTS = 2 * FLOOD;

  /** So large that no partition is read at once, wherever the flood's requests are. */
  private static final PrepareTask TASK =
      PrepareTask.newBuilder().setSource(ObjectRef.newBuilder().setKey("k".repeat(2_000))).build();

  @Test
  void requestBehindAFloodOfAnotherTenantIsAdmittedBeforeMostOfIt(@TempDir Path folder)
      throws Exception {
    try (EmbeddedKafka kafka =
            EmbeddedKafka.start(folder.resolve("kafka"), KafkaClients.freePort());
        EmbeddedFlink flink =
            EmbeddedFlink.start(folder.resolve("flink"), KafkaClients.freePort(), 1);
        KafkaProducer<String, byte[]> producer = producer(kafka)) {
      KafkaClients clients = new KafkaClients(kafka.bootstrapServers());
      clients.createTopics(Set.of(POOL));
      for (int i = 0; i < FLOOD; i++) {
        request(producer, "flood", "flood-" + i / 100, "flood-" + i);
      }
      request(producer, "small", "small", "small");
      tellOfWorker(producer);
      producer.flush();

      flink.run(
          "dispatch",
          environment ->
              JobsMain.build(
                  environment,
                  Set.of(JobName.DISPATCH),
                  JobsConfig.of(kafka.bootstrapServers(), store(), folder.toFile())));
      await()
          .atMost(60, SECONDS)
          .untilAsserted(
              () -> {
                tellOfWorker(producer);
                assertThat(issued(clients)).contains("small");
              });

      assertThat(issued(clients).indexOf("small")).isLessThan(FLOOD / 4);
    }
  }

  private static List<String> issued(KafkaClients clients) {
    return clients.readAll(ISSUED).stream().map(ConsumerRecord::key).toList();
  }

  private static void request(
      KafkaProducer<String, byte[]> producer, String tenant, String render, String work) {
    WorkItem item =
        WorkItem.newBuilder()
            .setTenant(tenant)
            .setRenderId(render)
            .setWorkId(work)
            .setKind(WorkKind.WORK_KIND_PREPARE)
            .setPool(POOL)
            .setWorkClass(WorkClass.WORK_CLASS_INTERACTIVE)
            .setAttempt(1)
            .setCostSeconds(1)
            .setPrepare(TASK)
            .build();
    int partitions = producer.partitionsFor(Topics.WORK_REQUESTS).size();
    var unused =
        producer.send(
            new ProducerRecord<>(
                Topics.WORK_REQUESTS,
                RequestPartition.of(tenant, partitions),
                render,
                WorkRequest.newBuilder().setRenderId(render).setWork(item).build().toByteArray()));
  }

  private static void tellOfWorker(KafkaProducer<String, byte[]> producer) {
    WorkerStatus alive =
        WorkerStatus.newBuilder()
            .setWorker("worker")
            .setPool(POOL)
            .setSlots(SLOTS)
            .setAt(Timestamp.newBuilder().setSeconds(Instant.now().getEpochSecond()))
            .build();
    var unused =
        producer.send(new ProducerRecord<>(Topics.WORKER_STATUS, "worker", alive.toByteArray()));
  }

  private static KafkaProducer<String, byte[]> producer(EmbeddedKafka kafka) {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", kafka.bootstrapServers()),
        new StringSerializer(),
        new ByteArraySerializer());
  }

  /** That is never asked for anything. */
  private static ObjectStoreConfig store() {
    URI nowhere = URI.create("http://127.0.0.1:9");
    return new ObjectStoreConfig(nowhere, nowhere, "us-east-1", "key", "secret", true);
  }
}
