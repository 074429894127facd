package io.stillwake.bench.load;

import com.google.protobuf.InvalidProtocolBufferException;
import io.stillwake.bench.gpu.VirtualFamily;
import io.stillwake.proto.DropRender;
import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkRequest;
import io.stillwake.proto.WorkResult;
import io.stillwake.storage.RequestPartition;
import io.stillwake.storage.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The two topics that a planner talks to DispatchJob's side by. */
final class WorkTopics implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(100);

  private final KafkaProducer<String, byte[]> requests;
  private final KafkaConsumer<String, byte[]> results;
  private final int requestPartitions;

  /** From now on: results that are there already are not read. */
  WorkTopics(String bootstrap) {
    requests =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.LINGER_MS_CONFIG,
                1),
            new StringSerializer(),
            new ByteArraySerializer());
    requestPartitions = requests.partitionsFor(Topics.WORK_REQUESTS).size();
    results = NewRecords.of(bootstrap, "read_uncommitted", List.of(Topics.WORK_RESULTS));
  }

  /** For any thread; returns before the record is written. */
  void request(WorkItem item) {
    send(
        WorkRequest.newBuilder().setRenderId(item.getRenderId()).setWork(item).build(),
        item.getTenant());
  }

  /** Nobody waits for the render any more. */
  void drop(String render, String tenant) {
    DropRender drop =
        DropRender.newBuilder()
            .setTenant(tenant)
            .setReason("canceled")
            .addPools(VirtualFamily.NAME)
            .build();
    send(WorkRequest.newBuilder().setRenderId(render).setDrop(drop).build(), tenant);
  }

  /** Asks for nothing; the first record that a process sends takes as long as hundreds after it. */
  void warmUp() {
    send(
        WorkRequest.newBuilder()
            .setRenderId("nobody's")
            .setDrop(DropRender.getDefaultInstance())
            .build(),
        "nobody");
    flush();
  }

  /** Waits until all that was requested is written. */
  void flush() {
    requests.flush();
  }

  private void send(WorkRequest request, String tenant) {
    var unused =
        requests.send(
            new ProducerRecord<>(
                Topics.WORK_REQUESTS,
                RequestPartition.of(tenant, requestPartitions),
                request.getRenderId(),
                request.toByteArray()),
            (metadata, failure) -> {
              if (failure != null) {
                System.err.println("request not written: " + failure.getMessage());
              }
            });
  }

  /** Takes what has been answered since; for one thread. */
  void poll(Consumer<WorkResult> each) {
    for (ConsumerRecord<String, byte[]> record : results.poll(POLL)) {
      try {
        each.accept(WorkResult.parseFrom(record.value()));
      } catch (InvalidProtocolBufferException e) {
        throw new IllegalStateException("a work result cannot be read", e);
      }
    }
  }

  @Override
  public void close() {
    requests.close();
    results.close();
  }
}
