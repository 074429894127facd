package io.stillwake.jobs.dispatch;

/**
 * Names an item while it is on its way. Two renders may share a work id, and both want an answer.
 */
record ItemKey(String render, String work) {

  /** As the key of kept state. */
  @Override
  public String toString() {
    return render + "/" + work;
  }
}
