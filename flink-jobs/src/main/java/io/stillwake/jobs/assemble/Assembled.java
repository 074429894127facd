package io.stillwake.jobs.assemble;

import io.stillwake.proto.AssembleState;
import io.stillwake.proto.AssemblyUpdate;
import io.stillwake.proto.WorkRequest;
import java.util.List;
import java.util.Optional;

/**
 * What one content or answer led to.
 *
 * @param state what to remember; of no more use where the update is an ending
 * @param update what is to be published; empty where nothing is
 */
record Assembled(AssembleState state, List<WorkRequest> work, Optional<AssemblyUpdate> update) {

  Assembled {
    work = List.copyOf(work);
  }

  boolean ended() {
    return update.filter(AssemblyUpdate::hasEnding).isPresent();
  }
}
