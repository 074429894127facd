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

  /**
   * Whether the ids have their shapes and the source is where this render's upload belongs, or is a
   * version of a result of the same tenant.
   */
  static boolean isSound(RenderCommand command) {
    try {
      ObjectLayout layout = ObjectLayout.standard();
      Tenant tenant = new Tenant(command.getTenant());
      ObjectKey upload = layout.source(tenant, new RenderId(command.getRenderId()));
      ObjectRef source = command.getSubmit().getSource();
      return command.getSubmit().getStored()
          ? layout.isResult(tenant, ObjectKey.of(source)) && !source.getEtag().isEmpty()
          : upload.equals(ObjectKey.of(source));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
