package io.stillwake.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Parser;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.stillwake.local.client.ApiClient;
import io.stillwake.local.client.ServerSentEvent;
import io.stillwake.proto.triton.GRPCInferenceServiceGrpc;
import io.stillwake.proto.triton.ModelStatistics;
import io.stillwake.proto.triton.ModelStatisticsRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What a test does with a stack: renders through the API, and looks behind it. */
public record StackClient(StackAddresses addresses, String tenant) {

  public static final Set<String> TERMINAL = Set.of("completed", "failed", "canceled");

  public StackClient(StackAddresses addresses) {
    this(addresses, "");
  }

  /** The same for a tenant of its own. */
  public StackClient as(String name) {
    return new StackClient(addresses, name);
  }

  public ApiClient api() {
    return new ApiClient(addresses.api(), tenant);
  }

  public static ObjectNode request() {
    return ApiClient.JSON.createObjectNode();
  }

  /** A small clip: 24 frames of 256x192. */
  public static ObjectNode smallClip(String prompt) {
    ObjectNode request = request();
    request.putObject("size").put("width", 256).put("height", 192);
    request.putObject("animate").put("prompt", prompt).put("seconds", 2).put("fps", 12);
    return request;
  }

  /** Submits and uploads; answers the render's id. */
  public String submit(ObjectNode request, Path photo, String mediaType) throws Exception {
    request.putObject("source").put("media_type", mediaType).put("size", Files.size(photo));
    JsonNode answer = api().submit(request);
    api().upload(answer.get("upload"), photo, mediaType);
    return answer.get("render").get("id").asText();
  }

  public String submit(ObjectNode request, Path jpeg) throws Exception {
    return submit(request, jpeg, "image/jpeg");
  }

  /** Follows a render to its end. */
  public JsonNode end(String render) throws Exception {
    return until(render, state -> TERMINAL.contains(state.get("state").asText()));
  }

  /** Follows a render until its state is as wanted; fails where it ends before. */
  public JsonNode until(String render, Predicate<JsonNode> wanted) throws Exception {
    try (Stream<String> lines = api().events(render, "")) {
      Iterator<ServerSentEvent> events = ServerSentEvent.parse(lines.iterator());
      while (events.hasNext()) {
        JsonNode state = ApiClient.JSON.readTree(events.next().data());
        if (wanted.test(state)) {
          return api().render(render);
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    JsonNode last = api().render(render);
    if (wanted.test(last)) {
      return last;
    }
    throw new IOException("render ended as " + last);
  }

  /** How many items of a stage are done. */
  public static int done(JsonNode render, String stage) {
    for (JsonNode each : render.path("progress").path("stages")) {
      if (each.get("stage").asText().equals(stage)) {
        return each.get("done").asInt();
      }
    }
    return 0;
  }

  public byte[] result(JsonNode render, String name) throws Exception {
    Path file = Files.createTempFile("result", "." + name);
    try {
      api().download(render.get("results").get(name).asText(), file);
      return Files.readAllBytes(file);
    } finally {
      Files.delete(file);
    }
  }

  /** All committed records of a topic up to now, in the order of each partition. */
  public <T> List<T> committed(String topic, Parser<T> parser) {
    return records(topic).stream()
        .map(
            record -> {
              try {
                return parser.parseFrom(record.value());
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .toList();
  }

  public List<ConsumerRecord<String, byte[]>> records(String topic) {
    Map<String, Object> config =
        Map.of("bootstrap.servers", addresses.kafka(), "isolation.level", "read_committed");
    List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
    }
    return records;
  }

  /** What the model server itself counted for a model. */
  public ModelStatistics statistics(String model) {
    ManagedChannel channel =
        NettyChannelBuilder.forTarget(addresses.triton()).usePlaintext().build();
    try {
      return GRPCInferenceServiceGrpc.newBlockingStub(channel)
          .modelStatistics(ModelStatisticsRequest.newBuilder().setName(model).build())
          .getModelStats(0);
    } finally {
      channel.shutdownNow();
    }
  }

  public long modelCalls() {
    return Stream.of(
            "restore", "regions", "brush", "stylize", "anchors", "frames", "decode", "refine")
        .mapToLong(
            model -> statistics("reference-" + model).getInferenceStats().getSuccess().getCount())
        .sum();
  }
}
