package io.stillwake.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stillwake.local.client.ApiClient;
import io.stillwake.local.client.ApiException;
import io.stillwake.local.client.ServerSentEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** One render from the client's side: submit, upload, follow to the end. */
final class RenderSession {

  private static final Set<String> TERMINAL = Set.of("completed", "failed", "canceled");
  private static final int RECONNECTS = 20;

  private final ApiClient api;

  RenderSession(ApiClient api) {
    this.api = api;
  }

  /**
   * Asks for the render and sends what it needs; answers the render's id.
   *
   * @param photo empty where the request names an earlier render as its source
   */
  String submit(ObjectNode request, Optional<Photo> photo, AssetFiles assets) {
    assets.give(api);
    return ApiCall.of(
        api,
        () -> {
          photo.ifPresent(
              source ->
                  request
                      .putObject("source")
                      .put("media_type", source.mediaType())
                      .put("size", source.size()));
          JsonNode answer = api.submit(request);
          String render = answer.get("render").get("id").asText();
          if (photo.isPresent()) {
            api.upload(answer.get("upload"), photo.get().file(), photo.get().mediaType());
            // Sooner than the bucket event, where the store sends any.
            api.announce(render);
          }
          return render;
        });
  }

  /** Follows a render until it ends and answers its last state; survives lost connections. */
  JsonNode follow(String render, ProgressDisplay display) {
    return ApiCall.of(api, () -> followEvents(render, display));
  }

  private JsonNode followEvents(String render, ProgressDisplay display)
      throws ApiException, IOException, InterruptedException {
    String last = "";
    IOException broken = null;
    for (int attempt = 0; attempt < RECONNECTS; attempt++) {
      try (Stream<String> lines = api.events(render, last)) {
        Iterator<ServerSentEvent> events = ServerSentEvent.parse(lines.iterator());
        while (events.hasNext()) {
          ServerSentEvent event = events.next();
          last = event.id().isEmpty() ? last : event.id();
          JsonNode state = ApiClient.JSON.readTree(event.data());
          display.show(state);
          if (TERMINAL.contains(event.name())) {
            return api.render(render);
          }
        }
      } catch (UncheckedIOException e) {
        broken = e.getCause();
      }
      JsonNode now = api.render(render);
      if (TERMINAL.contains(now.get("state").asText())) {
        display.show(now);
        return now;
      }
    }
    throw new IOException("the event stream of render " + render + " keeps breaking", broken);
  }
}
