package io.stillwake.local.client;

import java.util.Iterator;
import java.util.NoSuchElementException;

/** One event of a text/event-stream (WHATWG HTML, "Server-sent events"). */
public record ServerSentEvent(String id, String name, String data) {

  /**
   * Cuts a stream of lines into its events; comments are left out. Reads no line further than it is
   * asked for: the next one may be a long time coming.
   */
  public static Iterator<ServerSentEvent> parse(Iterator<String> lines) {
    return new Iterator<>() {
      private ServerSentEvent next;

      @Override
      public boolean hasNext() {
        if (next == null) {
          next = read();
        }
        return next != null;
      }

      @Override
      public ServerSentEvent next() {
        if (!hasNext()) {
          throw new NoSuchElementException("the stream has ended");
        }
        ServerSentEvent event = next;
        next = null;
        return event;
      }

      private ServerSentEvent read() {
        String id = "";
        String name = "message";
        StringBuilder data = new StringBuilder();
        while (lines.hasNext()) {
          String line = lines.next();
          if (line.isEmpty() && data.length() > 0) {
            return new ServerSentEvent(id, name, data.toString());
          } else if (line.startsWith("id:")) {
            id = line.substring(3).strip();
          } else if (line.startsWith("event:")) {
            name = line.substring(6).strip();
          } else if (line.startsWith("data:")) {
            data.append(data.length() == 0 ? "" : "\n").append(line.substring(5).strip());
          }
        }
        return null;
      }
    };
  }
}
