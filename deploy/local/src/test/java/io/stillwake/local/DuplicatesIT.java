package io.stillwake.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.stillwake.proto.RenderEvent;
import io.stillwake.proto.WorkRequest;
import io.stillwake.storage.Topics;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The same news twice is no news. */
@ExtendWith(SharedStack.class)
class DuplicatesIT {

  @Test
  void aDuplicateBucketEventStartsNothing(StackClient stack) throws Exception {
    String render = stack.submit(StackClient.smallClip("water"), TestPhotos.jpeg(320, 240, 30));
    JsonNode ended = stack.end(render);
    ConsumerRecord<String, byte[]> event =
        stack.records(Topics.UPLOADS).stream()
            .filter(record -> record.key().contains(render))
            .findFirst()
            .orElseThrow();
    long requested = requests(stack, render);
    long calls = stack.modelCalls();

    send(stack, event);
    send(stack, event);

    // A render that came later and has ended shows that the duplicates were read.
    stack.end(stack.submit(StackClient.smallClip("water"), TestPhotos.jpeg(320, 240, 30)));
    assertThat(ended.get("state").asText()).isEqualTo("completed");
    assertThat(requests(stack, render)).isEqualTo(requested);
    assertThat(stack.modelCalls()).isEqualTo(calls);
    assertThat(stack.committed(Topics.RENDER_EVENTS, RenderEvent.parser()))
        .filteredOn(each -> each.getRenderId().equals(render))
        .hasSize(2);
  }

  private static long requests(StackClient stack, String render) {
    List<WorkRequest> requests = stack.committed(Topics.WORK_REQUESTS, WorkRequest.parser());
    return requests.stream().filter(request -> request.getRenderId().equals(render)).count();
  }

  private static void send(StackClient stack, ConsumerRecord<String, byte[]> record)
      throws Exception {
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", stack.addresses().kafka()),
            new StringSerializer(),
            new ByteArraySerializer())) {
      producer
          .send(
              new ProducerRecord<>(
                  record.topic(), record.partition(), record.key(), record.value()))
          .get();
    }
  }
}
