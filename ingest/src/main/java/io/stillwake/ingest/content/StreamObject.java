package io.stillwake.ingest.content;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.ResponseHeaders;
import io.stillwake.storage.ObjectKey;
import io.stillwake.storage.ObjectStore;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes an object on in pieces, each read when the client has taken the one before: whatever the
 * size of the film and the speed of the client, one piece is in memory.
 */
final class StreamObject {

  private static final Logger log = LoggerFactory.getLogger(StreamObject.class);

  static final int PIECE = 512 * 1024;

  private final ObjectStore store;

  StreamObject(ObjectStore store) {
    this.store = store;
  }

  HttpResponse stream(ResponseHeaders headers, ObjectKey key, ByteRange range, Executor blocking) {
    HttpResponseWriter answer = HttpResponse.streaming();
    answer.write(headers);
    continueAt(answer, key, range, blocking);
    return answer;
  }

  private void continueAt(
      HttpResponseWriter answer, ObjectKey key, ByteRange rest, Executor blocking) {
    if (!rest.isSatisfiable()) {
      answer.close();
      return;
    }
    var unused =
        answer
            .whenConsumed()
            .thenRunAsync(
                () -> {
                  long length = Math.min(PIECE, rest.length());
                  answer.write(HttpData.wrap(piece(key, rest.offset(), length)));
                  continueAt(
                      answer,
                      key,
                      new ByteRange(rest.offset() + length, rest.length() - length),
                      blocking);
                },
                blocking)
            .exceptionally(cause -> fail(answer, key, cause));
  }

  private byte[] piece(ObjectKey key, long offset, long length) {
    byte[] piece = store.getRange(key, offset, length);
    if (piece.length != length) {
      throw new IllegalStateException(
          "%s at %d: %d bytes (expected: %d)".formatted(key, offset, piece.length, length));
    }
    return piece;
  }

  /** The status is out already: only a broken connection can still tell that this is not all. */
  private static Void fail(HttpResponseWriter answer, ObjectKey key, Throwable cause) {
    if (answer.isOpen()) {
      log.warn("content cut short key={}", key, cause);
      answer.close(cause);
    }
    return null;
  }
}
