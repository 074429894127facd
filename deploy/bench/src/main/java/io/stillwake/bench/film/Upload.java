package io.stillwake.bench.film;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stillwake.bench.gpu.VirtualFamily;
import io.stillwake.bench.load.EpochMicros;
import io.stillwake.local.client.ApiClient;
import io.stillwake.storage.ObjectKey;
import io.stillwake.storage.ObjectLayout;
import io.stillwake.storage.ObjectStore;
import io.stillwake.storage.RenderId;
import io.stillwake.storage.Tenant;
import java.net.URI;
import java.nio.file.Files;
import java.util.function.Function;

/**
 * Asks for one film as an app does, and follows it to its end.
 *
 * @param notes of each render by its id
 */
record Upload(URI api, ObjectStore store, Function<String, FilmNotes> notes) {

  private static final int PHOTO_WIDTH = 320;
  private static final int PHOTO_HEIGHT = 240;

  /**
   * @return the render's id
   */
  String run(FilmLine line, long deadlineNanos) throws Exception {
    try (Photo photo = Photo.of(line.photo(), PHOTO_WIDTH, PHOTO_HEIGHT)) {
      ApiClient client = new ApiClient(api, line.tenant());
      JsonNode taken = client.submit(request(line, Files.size(photo.file())));
      String render = taken.get("render").get("id").asText();
      FilmNotes film = notes.apply(render);
      film.begin(line);
      client.upload(taken.get("upload"), photo.file(), Photo.MEDIA_TYPE);
      film.uploaded(EpochMicros.now());
      if (line.told()) {
        client.announce(render);
      }
      if (film.awaitPlayable(deadlineNanos)) {
        requirePlayable(new Tenant(line.tenant()), new RenderId(render));
      }
      film.awaitEnd(deadlineNanos);
      return render;
    }
  }

  private static ObjectNode request(FilmLine line, long bytes) {
    ObjectNode request = ApiClient.JSON.createObjectNode().put("family", VirtualFamily.NAME);
    request.putObject("size").put("width", line.width()).put("height", line.height());
    request.putObject("animate").put("prompt", "").put("seconds", line.seconds());
    request.putObject("source").put("media_type", Photo.MEDIA_TYPE).put("size", bytes);
    return request;
  }

  /** What a player would read now has to be there. */
  private void requirePlayable(Tenant tenant, RenderId render) {
    ObjectLayout layout = ObjectLayout.standard();
    ObjectKey segment = layout.hlsSegment(tenant, render, 0);
    String playlist = new String(store.get(layout.playlist(tenant, render), ""), UTF_8);
    String name = segment.key().substring(segment.key().lastIndexOf('/') + 1);
    if (!playlist.contains(name) || store.stat(segment).isEmpty()) {
      throw new IllegalStateException(
          "render %s: its first segment is announced and not there".formatted(render));
    }
  }
}
