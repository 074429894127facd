package io.stillwake.storage.minio;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * The short retries: asks again, after a growing random pause, where the store answers that it
 * cannot now. When it still cannot, that becomes an {@link IOException} with the status, like a
 * connection that failed, because the SDK hides the status of answers that are not XML.
 */
final class RetryWhenUnavailable implements Interceptor {

  private static final Set<Integer> UNAVAILABLE = Set.of(408, 429, 500, 502, 503, 504);
  private static final int ATTEMPTS = 4;

  private final long firstPauseMillis;

  RetryWhenUnavailable(long firstPauseMillis) {
    this.firstPauseMillis = firstPauseMillis;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    for (int attempt = 1; ; attempt++) {
      Response response = chain.proceed(chain.request());
      if (!UNAVAILABLE.contains(response.code())) {
        return response;
      }
      response.close();
      if (attempt == ATTEMPTS) {
        throw new IOException(
            "the store answered %d in %d attempts".formatted(response.code(), attempt));
      }
      pause(firstPauseMillis << attempt);
    }
  }

  private static void pause(long atMost) throws IOException {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(atMost / 2, atMost + 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted = new InterruptedIOException("interrupted between tries");
      interrupted.initCause(e);
      throw interrupted;
    }
  }
}
