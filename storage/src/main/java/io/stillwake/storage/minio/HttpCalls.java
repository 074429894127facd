package io.stillwake.storage.minio;

import io.minio.errors.MinioException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

/** The HTTP client below the SDK, and the wait for its asynchronous calls. */
record HttpCalls(OkHttpClient client) implements AutoCloseable {

  private static final int CONCURRENT_CALLS = 256;
  private static final Duration KEPT = Duration.ofMinutes(1);

  static HttpCalls start() {
    Dispatcher dispatcher =
        new Dispatcher(
            new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                10,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                HttpCalls::thread));
    // OkHttp's default lets five calls run per host, and the store is one host.
    dispatcher.setMaxRequests(CONCURRENT_CALLS);
    dispatcher.setMaxRequestsPerHost(CONCURRENT_CALLS);
    // Nor does it keep more than five connections, and makes the others anew all the time.
    ConnectionPool connections =
        new ConnectionPool(CONCURRENT_CALLS, KEPT.toSeconds(), TimeUnit.SECONDS);
    return new HttpCalls(
        new OkHttpClient.Builder()
            .dispatcher(dispatcher)
            .connectionPool(connections)
            .socketFactory(new PromptSockets())
            .protocols(List.of(Protocol.HTTP_1_1))
            .connectTimeout(Duration.ofSeconds(5))
            .readTimeout(Duration.ofSeconds(60))
            .writeTimeout(Duration.ofSeconds(60))
            .addInterceptor(new RetryWhenUnavailable(100))
            .build());
  }

  /** The outcome of a call, with the exception that it ended with and not one around it. */
  <T> T await(Supplier<CompletableFuture<T>> call) throws IOException, MinioException {
    CompletableFuture<T> future = call.get();
    try {
      // Of a future that is done by now, get does not look.
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      return future.get();
    } catch (InterruptedException e) {
      future.cancel(true);
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted =
          new InterruptedIOException("interrupted while the store was asked");
      interrupted.initCause(e);
      throw interrupted;
    } catch (ExecutionException e) {
      throw cause(e);
    }
  }

  @Override
  public void close() {
    client.dispatcher().cancelAll();
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }

  private static IOException cause(ExecutionException e) throws IOException, MinioException {
    Throwable cause = e.getCause();
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof IOException io) {
      return io;
    }
    if (cause instanceof MinioException minio) {
      throw minio;
    }
    if (cause instanceof RuntimeException unexpected) {
      throw unexpected;
    }
    throw new IllegalStateException("the SDK failed in an unknown way", cause);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "store-call");
    thread.setDaemon(true);
    return thread;
  }
}
