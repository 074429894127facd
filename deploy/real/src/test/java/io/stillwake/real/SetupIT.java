package io.stillwake.real;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.stillwake.local.store.SignedHttp;
import io.stillwake.real.server.FlinkCluster;
import io.stillwake.real.server.MinioServer;
import io.stillwake.real.server.Parts;
import io.stillwake.storage.ObjectStoreConfig;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the start prepared on the real servers, and a setup as its Job runs it. */
@ExtendWith(RunningStack.class)
class SetupIT {

  private static final String CREATED = "<Event>s3:ObjectCreated:*</Event>";

  @Test
  void theStartLeftNothingToDo(RealStack stack) throws Exception {
    Ended setup = setup(stack);

    assertThat(setup.text()).contains("nothing changed, 22 already as wanted");
    assertThat(setup.exitCode()).isZero();
  }

  @Test
  void whatCanBeMadeAgainExpires(RealStack stack) throws Exception {
    String rules = send(stack, "GET", "/renders", "lifecycle", "").body();

    assertThat(rules)
        .containsPattern(
            "<Days>14</Days>(?s:.*)<ID>stillwake-work</ID>|stillwake-work(?s:.*)<Days>14")
        .contains("<Prefix>idempotency/</Prefix>");
  }

  @Test
  void eventsOfOthersStayBesideOurs(RealStack stack) throws Exception {
    send(
        stack,
        "PUT",
        "/uploads",
        "notification",
        """
        <NotificationConfiguration><QueueConfiguration><Id>theirs</Id>
        <Queue>arn:minio:sqs::STILLWAKE:kafka</Queue><Event>s3:ObjectRemoved:*</Event>
        </QueueConfiguration></NotificationConfiguration>
        """);

    Ended setup = setup(stack);

    assertThat(setup.text()).contains("done   bucket uploads: tell arn:minio:sqs::STILLWAKE:kafka");
    assertThat(send(stack, "GET", "/uploads", "notification", "").body())
        .contains("<Id>theirs</Id>", "<Id>stillwake-uploads</Id>", CREATED);
  }

  @Test
  void aBucketThatEverybodyCanReadIsRefused(RealStack stack) throws Exception {
    send(
        stack,
        "PUT",
        "/checkpoints",
        "policy",
        """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*",
          "Action": "s3:GetObject", "Resource": "arn:aws:s3:::checkpoints/*"}]}
        """);
    try {
      Ended setup = setup(stack);

      assertThat(setup.text())
          .contains("wrong  bucket checkpoints: its policy lets everybody s3:GetObject");
      assertThat(setup.exitCode()).isEqualTo(1);
    } finally {
      send(stack, "DELETE", "/checkpoints", "policy", "");
    }
  }

  private static Ended setup(RealStack stack) throws Exception {
    Installed installed = RunningStack.installed();
    ProcessBuilder script =
        new ProcessBuilder(installed.startScript("ingest").resolveSibling("setup").toString())
            .redirectErrorStream(true);
    Map<String, String> environment = script.environment();
    environment.putAll(Parts.storeEnvironment(store(stack)));
    environment.put("STILLWAKE_LIB", installed.lib("ingest").toString());
    environment.put("STILLWAKE_KAFKA", stack.addresses().kafka());
    environment.put("STILLWAKE_POOLS", "cpu");
    environment.put("STILLWAKE_EXTRA_BUCKETS", FlinkCluster.BUCKET);
    Process running = script.start();
    String text = new String(running.getInputStream().readAllBytes(), UTF_8);
    return new Ended(running.waitFor(), text);
  }

  private static HttpResponse<String> send(
      RealStack stack, String method, String bucket, String about, String body) throws Exception {
    HttpResponse<String> answer =
        new SignedHttp(store(stack))
            .send(method, bucket, Map.of(about, ""), Map.of(), body.getBytes(UTF_8));
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    return answer;
  }

  private static ObjectStoreConfig store(RealStack stack) throws Exception {
    return MinioServer.root(stack.addresses().s3().getPort());
  }

  private record Ended(int exitCode, String text) {}
}
