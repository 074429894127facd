package io.stillwake.ingest.status;

/**
 * One record that changed a render, and what the render was then.
 *
 * @param name progress, accepted, completed, failed or canceled
 * @param offset of the record in its topic's partition
 */
public record Happening(String name, long offset, RenderStatus status) {

  static final String PROGRESS = "progress";
  static final String ACCEPTED = "accepted";

  boolean isProgress() {
    return name.equals(PROGRESS);
  }
}
