package io.stillwake.bench.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import java.io.ByteArrayInputStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;

/** Calls a GPU without waiting, stores the latents on a thread of its own, and gives the result. */
final class Infer extends RichAsyncFunction<String, String> {

  private static final long serialVersionUID = 1;
  private static final String BUCKET = "renders";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<String> addresses;
  private final Gpus.Choice choice;
  private final int places;
  private transient Gpus gpus;
  private transient MinioClient store;
  private transient ExecutorService storing;
  private transient Map<String, Integer> attempts;

  /**
   * @param places how many results may be on their way to the store at once
   */
  Infer(Collection<String> addresses, Gpus.Choice choice, int places) {
    this.addresses = List.copyOf(addresses);
    this.choice = choice;
    this.places = places;
  }

  @Override
  public void open(OpenContext context) {
    gpus = new Gpus(addresses, choice);
    storing = Executors.newFixedThreadPool(places);
    attempts = new ConcurrentHashMap<>();
    Map<String, String> environment = System.getenv();
    store =
        MinioClient.builder()
            .endpoint(environment.get("STILLWAKE_S3_ENDPOINT"))
            .region(environment.getOrDefault("STILLWAKE_S3_REGION", "us-east-1"))
            .credentials(
                environment.get("STILLWAKE_S3_ACCESS_KEY"),
                environment.get("STILLWAKE_S3_SECRET_KEY"))
            .build();
  }

  @Override
  public void asyncInvoke(String line, ResultFuture<String> result) throws Exception {
    JsonNode work = JSON.readTree(line);
    String name = work.get("work").asText();
    CompletableFuture<Void> unused =
        gpus.infer(work, attempts.merge(name, 1, Integer::sum))
            .thenAcceptAsync(latents -> put(work, latents), storing)
            .whenComplete(
                (nothing, failure) -> {
                  if (failure == null) {
                    attempts.remove(name);
                    result.complete(Set.of(answer(name)));
                  } else {
                    result.completeExceptionally(failure);
                  }
                });
  }

  private void put(JsonNode work, ByteString latents) {
    String key =
        "work/%s/%s/latents".formatted(work.get("tenant").asText(), work.get("work").asText());
    try {
      byte[] content = latents.toByteArray();
      store.putObject(
          PutObjectArgs.builder().bucket(BUCKET).object(key).stream(
                  new ByteArrayInputStream(content), (long) content.length, -1L)
              .build());
    } catch (Exception e) {
      throw new IllegalStateException("cannot store '" + key + "'", e);
    }
  }

  private static String answer(String work) {
    return JSON.createObjectNode().put("work", work).put("outcome", "ok").toString();
  }

  @Override
  public void close() {
    if (storing != null) {
      storing.shutdownNow();
      gpus.close();
    }
  }
}
