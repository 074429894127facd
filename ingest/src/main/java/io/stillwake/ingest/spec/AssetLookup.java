package io.stillwake.ingest.spec;

import io.stillwake.proto.ObjectRef;
import java.util.Optional;

/** Where the pictures beside sources lie that one tenant has given. */
@FunctionalInterface
public interface AssetLookup {

  /**
   * Empty where there is none, also for what is no id at all.
   *
   * @param id lower-case hex SHA-256 of its bytes
   */
  Optional<ObjectRef> find(String id);
}
