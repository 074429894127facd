package io.stillwake.ingest.status;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a render stands; later ones never go back to earlier ones. */
public enum RenderState {
  AWAITING_UPLOAD,
  QUEUED,
  RUNNING,
  COMPLETED,
  FAILED,
  CANCELED;

  public boolean ended() {
    return compareTo(RUNNING) > 0;
  }

  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<RenderState> ofWire(String wire) {
    return Stream.of(values()).filter(state -> state.wire().equals(wire)).findFirst();
  }

  static RenderState of(io.stillwake.proto.RenderState message) {
    return switch (message) {
      case RENDER_STATE_QUEUED -> QUEUED;
      case RENDER_STATE_RUNNING -> RUNNING;
      case RENDER_STATE_COMPLETED -> COMPLETED;
      case RENDER_STATE_FAILED -> FAILED;
      case RENDER_STATE_CANCELED -> CANCELED;
      case RENDER_STATE_AWAITING_UPLOAD, RENDER_STATE_UNSPECIFIED, UNRECOGNIZED -> AWAITING_UPLOAD;
    };
  }
}
