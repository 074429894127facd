package io.stillwake.jobs.assemble;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stillwake.proto.AssemblyUpdate;
import io.stillwake.proto.RenderEnding;
import io.stillwake.proto.RenderEvent;
import io.stillwake.proto.RenderState;
import io.stillwake.storage.ObjectLayout;
import io.stillwake.storage.ObjectStore;
import io.stillwake.storage.RenderId;
import io.stillwake.storage.Sha256;
import io.stillwake.storage.StorageException;
import io.stillwake.storage.StoredObject;
import io.stillwake.storage.Tenant;

/** Writes what an update says to the store. Writing it again does no harm. */
final class PublishUpdate {

  private final ObjectLayout layout = ObjectLayout.standard();
  private final ObjectStore store;

  PublishUpdate(ObjectStore store) {
    this.store = store;
  }

  /**
   * @throws StorageException where the store cannot take it now
   */
  void playlist(AssemblyUpdate update) {
    store.put(
        layout.playlist(tenant(update), render(update)),
        update.getPlaylist().getBytes(UTF_8),
        Playlist.MEDIA_TYPE);
  }

  /**
   * Writes the manifest; only what is in the store is told to the world.
   *
   * @return the event that ends the render
   * @throws StorageException where the store cannot take it now
   */
  RenderEvent ending(AssemblyUpdate update) {
    byte[] manifest = Manifest.of(update);
    StoredObject stored =
        store.put(layout.manifest(tenant(update), render(update)), manifest, Manifest.MEDIA_TYPE);
    RenderEnding ending = update.getEnding();
    RenderEvent.Builder event =
        RenderEvent.newBuilder()
            .setEventId(update.getRenderId() + "/" + Manifest.word(ending.getState()))
            .setRenderId(update.getRenderId())
            .setTenant(update.getTenant())
            .setTraceparent(update.getTraceparent())
            .setState(ending.getState())
            .setAt(ending.getAt())
            .setSpec(ending.getSpec())
            .setSubmittedAt(ending.getSubmittedAt())
            .setManifest(stored.toRef(Sha256.of(manifest)))
            .addAllWarnings(ending.getPlan().getWarningsList());
    if (ending.getState() == RenderState.RENDER_STATE_COMPLETED) {
      event.setFilm(ending.getFilm());
      Manifest.playlist(update).ifPresent(event::setPlaylist);
    }
    if (ending.hasError()) {
      event.setError(ending.getError());
    }
    return event.build();
  }

  private static Tenant tenant(AssemblyUpdate update) {
    return new Tenant(update.getTenant());
  }

  private static RenderId render(AssemblyUpdate update) {
    return new RenderId(update.getRenderId());
  }
}
