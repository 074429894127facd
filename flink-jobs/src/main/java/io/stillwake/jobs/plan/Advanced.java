package io.stillwake.jobs.plan;

import io.stillwake.proto.GenerateState;
import io.stillwake.proto.LatentChunk;
import io.stillwake.proto.RenderEvent;
import io.stillwake.proto.RenderProgress;
import io.stillwake.proto.WorkRequest;
import java.util.List;

/**
 * What one piece of news led to.
 *
 * @param state what to remember; where {@link #ended}, all that is left of the render
 */
record Advanced(
    GenerateState state,
    List<WorkRequest> work,
    List<LatentChunk> chunks,
    List<RenderProgress> progress,
    List<RenderEvent> events) {

  Advanced {
    work = List.copyOf(work);
    chunks = List.copyOf(chunks);
    progress = List.copyOf(progress);
    events = List.copyOf(events);
  }

  /** Nothing more can come of this render here, but a cancellation to pass on. */
  boolean ended() {
    return switch (state.getState()) {
      case RENDER_STATE_COMPLETED, RENDER_STATE_FAILED, RENDER_STATE_CANCELED -> true;
      case RENDER_STATE_UNSPECIFIED,
          RENDER_STATE_AWAITING_UPLOAD,
          RENDER_STATE_QUEUED,
          RENDER_STATE_RUNNING,
          UNRECOGNIZED ->
          false;
    };
  }
}
