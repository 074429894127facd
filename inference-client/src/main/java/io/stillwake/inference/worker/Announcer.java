package io.stillwake.inference.worker;

import io.stillwake.proto.WorkResult;
import java.io.IOException;

/** Tells the jobs what became of an item. */
interface Announcer {

  /**
   * Returns when the result cannot get lost any more.
   *
   * @throws IOException where nobody could be told for a long time
   */
  void announce(WorkResult result) throws IOException, InterruptedException;
}
