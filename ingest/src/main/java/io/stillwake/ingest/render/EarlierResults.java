package io.stillwake.ingest.render;

import io.stillwake.ingest.problem.ErrorCode;
import io.stillwake.ingest.problem.Findings;
import io.stillwake.ingest.problem.ProblemException;
import io.stillwake.ingest.spec.Spec;
import io.stillwake.ingest.status.FindRender;
import io.stillwake.ingest.status.RenderState;
import io.stillwake.ingest.status.RenderStatus;
import io.stillwake.proto.ObjectRef;
import io.stillwake.storage.ObjectKey;
import io.stillwake.storage.ObjectLayout;
import io.stillwake.storage.ObjectStore;
import io.stillwake.storage.RenderId;
import io.stillwake.storage.StoredObject;
import io.stillwake.storage.Tenant;
import java.util.Optional;

/**
 * What earlier renders made, as sources of new ones: a frame of a film, or a picture. The version
 * that is found is pinned.
 */
public final class EarlierResults {

  private static final String RENDER = "/from/render";
  private static final String FRAME = "/from/frame";

  private final FindRender find;
  private final ObjectStore store;
  private final ObjectLayout layout;

  public EarlierResults(FindRender find, ObjectStore store, ObjectLayout layout) {
    this.find = find;
    this.store = store;
    this.layout = layout;
  }

  /** Empty where it cannot be had; the findings say why. */
  Optional<ObjectRef> find(Tenant tenant, Spec.From from, Findings findings) {
    Optional<RenderStatus> render = render(tenant, from, findings);
    if (render.isEmpty()) {
      return Optional.empty();
    }
    RenderState state = render.get().state();
    if (state != RenderState.COMPLETED) {
      ErrorCode code = state.ended() ? ErrorCode.NOT_FOUND : ErrorCode.NOT_READY;
      findings.add(code, RENDER, state.wire(), "a completed render");
      return Optional.empty();
    }
    RenderId id = render.get().id();
    if (from.frame() == null) {
      return pin(layout.picture(tenant, id), id, findings);
    }
    int frames = render.get().results().frames();
    if (from.frame() < 0 || from.frame() >= frames) {
      String expected =
          frames == 0 ? "none, the render has a picture only" : "0 to " + (frames - 1);
      findings.add(ErrorCode.FRAME_OUT_OF_RANGE, FRAME, from.frame(), expected);
      return Optional.empty();
    }
    return pin(layout.video(tenant, id), id, findings);
  }

  private Optional<RenderStatus> render(Tenant tenant, Spec.From from, Findings findings) {
    try {
      return Optional.of(find.get(tenant, FindRender.id(from.render())));
    } catch (ProblemException e) {
      if (e.code().retryable()) {
        throw e;
      }
      findings.add(e.code(), RENDER, from.render(), "a render of tenant " + tenant);
      return Optional.empty();
    }
  }

  private Optional<ObjectRef> pin(ObjectKey key, RenderId render, Findings findings) {
    Optional<StoredObject> found = store.stat(key);
    if (found.isEmpty()) {
      findings.add(
          ErrorCode.NOT_FOUND, RENDER, render + " without " + key, "results that are still there");
    }
    return found.map(object -> object.toRef(""));
  }
}
