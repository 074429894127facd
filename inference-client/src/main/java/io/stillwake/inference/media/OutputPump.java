package io.stillwake.inference.media;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Drains a child's stream so that it never blocks on it; keeps the first bytes. */
final class OutputPump {

  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final Thread thread;

  /**
   * @param limit bytes to keep
   * @param overflow what to do when there are more
   */
  OutputPump(InputStream stream, long limit, Runnable overflow) {
    thread = new Thread(() -> drain(stream, limit, overflow), "ffmpeg-pump");
    thread.setDaemon(true);
    thread.start();
  }

  private void drain(InputStream stream, long limit, Runnable overflow) {
    byte[] buffer = new byte[65536];
    try (stream) {
      for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
        int room = (int) Math.min(n, limit - kept.size());
        kept.write(buffer, 0, room);
        if (room < n) {
          overflow.run();
        }
      }
    } catch (IOException e) {
      // The child was killed; how it ended is told by its exit code.
    }
  }

  /** Waits for the end of the stream. */
  byte[] await() throws InterruptedException {
    thread.join();
    return kept.toByteArray();
  }
}
