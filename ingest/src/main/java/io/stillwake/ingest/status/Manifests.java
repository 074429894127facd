package io.stillwake.ingest.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.stillwake.ingest.json.Json;
import io.stillwake.ingest.spec.Spec;
import io.stillwake.storage.ObjectKey;
import io.stillwake.storage.ObjectLayout;
import io.stillwake.storage.ObjectMissingException;
import io.stillwake.storage.ObjectStore;
import io.stillwake.storage.RenderId;
import io.stillwake.storage.Tenant;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads {@code render.json}, the final truth of a render that ended. */
public final class Manifests {

  private static final Logger log = LoggerFactory.getLogger(Manifests.class);

  private final ObjectStore store;
  private final ObjectLayout layout;

  public Manifests(ObjectStore store, ObjectLayout layout) {
    this.store = store;
    this.layout = layout;
  }

  /** Empty where the render has not ended. */
  public Optional<RenderStatus> find(Tenant tenant, RenderId render) {
    ObjectKey key = layout.manifest(tenant, render);
    try {
      return Optional.of(status(tenant, render, Json.tree(store.get(key, ""))));
    } catch (ObjectMissingException e) {
      return Optional.empty();
    } catch (JsonProcessingException | DateTimeParseException e) {
      // Nothing a client could do about it, and its render has ended all the same.
      log.error("manifest not readable tenant={} render={} key={}", tenant, render, key, e);
      return Optional.empty();
    }
  }

  private static RenderStatus status(Tenant tenant, RenderId render, JsonNode manifest)
      throws JsonProcessingException {
    RenderState state =
        RenderState.ofWire(manifest.path("state").asText()).orElse(RenderState.COMPLETED);
    Instant created = instant(manifest, "submitted_at").orElse(Instant.EPOCH);
    return new RenderStatus(
        render,
        tenant,
        state,
        created,
        instant(manifest, "completed_at").orElse(created),
        manifest.path("spec").isObject() ? Json.value(manifest.get("spec"), Spec.class) : null,
        List.of(),
        0,
        Outlook.NONE,
        manifest.path("time").isObject() ? Json.value(manifest.get("time"), SpentTime.class) : null,
        Results.of(manifest),
        manifest.path("plan").isObject() ? Json.value(manifest.get("plan"), Plan.class) : null,
        warnings(manifest.path("warnings")),
        manifest.path("error").isObject()
            ? Json.value(manifest.get("error"), RenderStatus.Failure.class)
            : null);
  }

  private static List<String> warnings(JsonNode warnings) {
    List<String> found = new ArrayList<>();
    warnings.forEach(warning -> found.add(warning.asText()));
    return found;
  }

  private static Optional<Instant> instant(JsonNode manifest, String name) {
    return manifest.path(name).isTextual()
        ? Optional.of(Instant.parse(manifest.get(name).textValue()))
        : Optional.empty();
  }
}
