package io.stillwake.inference.worker;

import io.stillwake.inference.InferenceFailure;
import io.stillwake.inference.ModelServer;
import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.storage.start.StartRefused;
import java.util.List;
import java.util.SortedSet;

/** What a worker looks at before it serves a family, for whoever wants to know without a worker. */
public final class ServedFamily {

  private ServedFamily() {}

  /**
   * Asks the server for every model that the descriptor implies.
   *
   * @return their names
   * @throws StartRefused where one is not what the descriptor says; the message lists every
   *     difference
   */
  public static SortedSet<String> examine(FamilyDescriptor family, ModelServer server)
      throws InferenceFailure, InterruptedException {
    return ServedModels.check(List.of(family), server).names();
  }
}
