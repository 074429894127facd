import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.apache.flink.model.triton.TritonUtils;

/**
 * How many requests flink-model-triton's own client has in flight to one server: 32 are handed to
 * it at once, as its function does, and the server counts how many it holds together.
 */
public final class InFlight {

  private static final int REQUESTS = 32;

  private InFlight() {}

  public static void main(String[] arguments) throws Exception {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), REQUESTS);
    var threads = Executors.newFixedThreadPool(REQUESTS);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          most.accumulateAndGet(now.incrementAndGet(), Math::max);
          try {
            TimeUnit.MILLISECONDS.sleep(200);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          now.decrementAndGet();
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    OkHttpClient client = TritonUtils.createHttpClient(60_000);
    String url =
        TritonUtils.buildInferenceUrl(
            "http://127.0.0.1:" + server.getAddress().getPort(), "model", "1");
    CountDownLatch open = new CountDownLatch(REQUESTS);
    for (int i = 0; i < REQUESTS; i++) {
      client.newCall(new Request.Builder().url(url).build()).enqueue(ending(open));
    }
    open.await();
    TritonUtils.releaseHttpClient(client);
    server.stop(0);
    threads.shutdown();
    System.out.printf("%d requests handed in, at most %d in flight%n", REQUESTS, most.get());
  }

  private static Callback ending(CountDownLatch open) {
    return new Callback() {
      @Override
      public void onFailure(Call call, IOException failure) {
        failure.printStackTrace();
        open.countDown();
      }

      @Override
      public void onResponse(Call call, Response response) {
        response.close();
        open.countDown();
      }
    };
  }
}
