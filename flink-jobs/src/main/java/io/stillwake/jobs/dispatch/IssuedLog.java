package io.stillwake.jobs.dispatch;

import io.stillwake.proto.WorkItem;
import java.io.Serializable;
import java.util.List;

/** What was issued to a pool's workers, whoever remembers it: in production the pool's topics. */
@FunctionalInterface
public interface IssuedLog extends Serializable {

  /**
   * @param since epoch milliseconds
   * @return in no order; an item may be there more than once
   */
  List<WorkItem> since(String pool, long since);
}
