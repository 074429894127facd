package io.stillwake.jobs.intake;

import io.stillwake.proto.ObjectRef;
import io.stillwake.proto.RenderCommand;
import io.stillwake.storage.ObjectKey;
import io.stillwake.storage.ObjectLayout;
import io.stillwake.storage.RenderId;
import io.stillwake.storage.Tenant;

/**
 * Keeps out tickets whose ids are none. All later stages make ids and keys of them and would fail
 * the job.
 */
final class CheckTicket {

  private CheckTicket() {}

  /** Whether the ids have their shapes and the source is where this render's upload belongs. */
  static boolean isSound(RenderCommand command) {
    try {
      ObjectKey expected =
          ObjectLayout.standard()
              .source(new Tenant(command.getTenant()), new RenderId(command.getRenderId()));
      ObjectRef source = command.getSubmit().getSource();
      return expected.bucket().equals(source.getBucket()) && expected.key().equals(source.getKey());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
