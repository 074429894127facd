package io.stillwake.bench.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.stillwake.local.triton.PendingCall;
import io.stillwake.proto.triton.GRPCInferenceServiceGrpc;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process of its own, and how it ends. */
class GpuProcessTest {

  @TempDir private Path folder;
  private Process process;
  private ManagedChannel channel;

  @AfterEach
  void stop() {
    channel.shutdownNow();
    process.destroyForcibly();
  }

  @Test
  void atTermTheLogIsWrittenToItsEnd() throws Exception {
    start();
    PendingCall quick = infer("w1/1", 1);
    quick.await();
    process.destroy();

    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readAllLines(log()))
        .extracting(line -> line.replaceAll(".*\"event\":\"(\\w+)\".*", "$1"))
        .containsExactly("up", "start", "end", "down");
  }

  @Test
  void aDeadlyCallEndsTheProcessAsAKillDoes() throws Exception {
    Path faults =
        Files.writeString(folder.resolve("faults"), "{\"faults\": [{\"kind\": \"die\"}]}");
    start("--faults", faults.toString());
    PendingCall deadly = infer("w1/1", 1);

    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(137);
    assertThat(deadly.status().isOk()).isFalse();
    assertThat(Files.readString(log())).contains("\"outcome\":\"failed\",\"fault\":\"die\"");
  }

  private void start(String... more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                GpuMain.class.getName(),
                "--log",
                log().toString()));
    command.addAll(List.of(more));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String address = out.readLine().replace("gpu gpu-1 ", "");
    assertThat(out.readLine()).isEqualTo("ready");
    channel = NettyChannelBuilder.forTarget(address).usePlaintext().directExecutor().build();
  }

  private PendingCall infer(String id, float serviceMillis) {
    PendingCall call = new PendingCall();
    GRPCInferenceServiceGrpc.newStub(channel).modelInfer(Requests.frames(id, serviceMillis), call);
    return call;
  }

  private Path log() {
    return folder.resolve("slots.jsonl");
  }
}
