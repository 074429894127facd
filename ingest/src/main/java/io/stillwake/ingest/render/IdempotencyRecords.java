package io.stillwake.ingest.render;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.google.protobuf.InvalidProtocolBufferException;
import io.stillwake.ingest.json.Json;
import io.stillwake.proto.RenderCommand;
import io.stillwake.storage.ObjectKey;
import io.stillwake.storage.ObjectLayout;
import io.stillwake.storage.ObjectMissingException;
import io.stillwake.storage.ObjectStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What was answered to requests with an Idempotency-Key: one small object each in the store, so it
 * outlives ingest. The object is written before the command, and holds the command: whatever of the
 * two a crash left undone, the client's next try completes it under the same render id.
 */
public final class IdempotencyRecords {

  private static final Duration KEPT = Duration.ofHours(24);

  private final ObjectStore store;
  private final ObjectLayout layout;
  private final InstantSource clock;

  public IdempotencyRecords(ObjectStore store, ObjectLayout layout, InstantSource clock) {
    this.store = store;
    this.layout = layout;
    this.clock = clock;
  }

  /** Empty where the key is new, or older than it is kept. */
  Optional<Kept> find(IdempotencyKey key) {
    ObjectKey place = place(key);
    try {
      Stored stored = Json.value(Json.tree(store.get(place, "")), Stored.class);
      boolean kept = Instant.parse(stored.at()).plus(KEPT).isAfter(clock.instant());
      return kept
          ? Optional.of(new Kept(stored.bodySha256(), RenderCommand.parseFrom(stored.command())))
          : Optional.empty();
    } catch (ObjectMissingException e) {
      return Optional.empty();
    } catch (JsonProcessingException | InvalidProtocolBufferException e) {
      throw new IllegalStateException("idempotency record not readable: " + place, e);
    }
  }

  void keep(IdempotencyKey key, Kept kept) {
    Stored stored =
        new Stored(clock.instant().toString(), kept.bodySha256(), kept.submit().toByteArray());
    store.put(place(key), Json.bytes(stored), "application/json");
  }

  private ObjectKey place(IdempotencyKey key) {
    return layout.idempotency(key.tenant(), key.hash());
  }

  /**
   * @param bodySha256 of the request's body in canonical form
   * @param submit the command as it was, or was about to be, written
   */
  record Kept(String bodySha256, RenderCommand submit) {}

  /** Jackson writes the command's bytes in base 64. */
  private record Stored(String at, String bodySha256, byte[] command) {}
}
