package io.stillwake.bench.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.grpc.Status;
import io.stillwake.local.triton.PendingCall;
import io.stillwake.proto.triton.ModelInferResponse;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultsTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "internal, INTERNAL, Stub process 'virtual-frames_0' is not healthy",
    "unavailable, UNAVAILABLE, Socket closed",
    "out_of_memory, INTERNAL, out of memory"
  })
  void aCallFailsInTheWordsOfARealServer(String kind, Status.Code code, String words) {
    try (TestGpu gpu = new TestGpu(folder, 1, "{\"kind\": \"" + kind + "\"}")) {
      Status status = gpu.infer(Requests.frames("w1/1", 1)).status();

      assertThat(status.getCode()).isEqualTo(code);
      assertThat(status.getDescription()).contains(words);
      assertThat(onlyEnd(gpu)).containsExactly("failed", kind);
    }
  }

  @Test
  void aCallThatIsCutShortFailsAfterItsShareOfTheTime() {
    try (TestGpu gpu = new TestGpu(folder, 1, "{\"kind\": \"internal\", \"at\": 0}")) {
      // Nobody waits for half of this.
      Status status = gpu.infer(Requests.frames("w1/1", 3_600_000)).status();

      assertThat(status.getCode()).isEqualTo(Status.Code.INTERNAL);
    }
  }

  @Test
  void aSlowSlotTakesSoManyTimesAsLong() {
    try (TestGpu gpu = new TestGpu(folder, 1, "{\"kind\": \"slow\", \"factor\": 5, \"slot\": 0}")) {
      gpu.infer(Requests.frames("w1/1", 10)).await();
      List<JsonNode> log = gpu.closedLog();

      JsonNode start = TestGpu.events(log, "start").get(0);
      JsonNode end = TestGpu.events(log, "end").get(0);
      assertThat(start.get("service_us").longValue()).isEqualTo(10_000);
      assertThat(end.get("end").longValue() - start.get("start").longValue() + 1)
          .isGreaterThanOrEqualTo(50_000);
      assertThat(end.get("outcome").textValue()).isEqualTo("ok");
      assertThat(end.get("fault").textValue()).isEqualTo("slow");
    }
  }

  @Test
  void anOutputHoldsNoNumbers() {
    try (TestGpu gpu = new TestGpu(folder, 1, "{\"kind\": \"nan\"}")) {
      ModelInferResponse response = gpu.infer(Requests.frames("w1/1", 0)).await();

      ShortBuffer halves =
          response
              .getRawOutputContents(0)
              .asReadOnlyByteBuffer()
              .order(ByteOrder.LITTLE_ENDIAN)
              .asShortBuffer();
      assertThat(halves.remaining()).isEqualTo(16 * 5 * 6 * 8);
      // All bits of the exponent, and one of the fraction.
      assertThat(halves.get(0) & 0x7E00).isEqualTo(0x7E00);
    }
  }

  @Test
  void anOutputIsARowShort() {
    try (TestGpu gpu = new TestGpu(folder, 1, "{\"kind\": \"wrong_shape\"}")) {
      ModelInferResponse response = gpu.infer(Requests.frames("w1/1", 0)).await();

      assertThat(response.getOutputs(0).getShapeList()).containsExactly(16L, 5L, 5L, 8L);
      assertThat(response.getRawOutputContents(0).size()).isEqualTo(16 * 5 * 5 * 8 * 2);
    }
  }

  @Test
  void anOutputIsCutOff() {
    try (TestGpu gpu = new TestGpu(folder, 1, "{\"kind\": \"truncated\"}")) {
      ModelInferResponse response = gpu.infer(Requests.frames("w1/1", 0)).await();

      assertThat(response.getOutputs(0).getShapeList()).containsExactly(16L, 5L, 6L, 8L);
      assertThat(response.getRawOutputContents(0).size()).isEqualTo(16 * 5 * 6 * 8);
    }
  }

  @Test
  void aHungCallHoldsItsSlotUntilItsClientGivesUp() {
    try (TestGpu gpu = new TestGpu(folder, 1, "{\"kind\": \"hang\", \"work\": \"w1\"}")) {
      PendingCall hung = gpu.inferNow(Requests.frames("w1/1", 0));
      PendingCall next = gpu.infer(Requests.frames("w2/1", 0));
      await().until(() -> gpu.state().waiting() == 1);
      hung.cancel();
      next.await();

      assertThat(TestGpu.events(gpu.closedLog(), "end"))
          .extracting(end -> end.get("outcome").textValue())
          .containsExactly("hung", "ok");
    }
  }

  @Test
  void aCallThatIgnoresCancelHoldsItsSlotToItsEnd() {
    try (TestGpu gpu = new TestGpu(folder, 1, "{\"kind\": \"ignore_cancel\", \"calls\": 1}")) {
      PendingCall canceled = gpu.inferNow(Requests.frames("w1/1", 2_000));
      canceled.cancel();
      gpu.infer(Requests.frames("w2/1", 0)).await();
      List<JsonNode> log = gpu.closedLog();

      JsonNode start = TestGpu.events(log, "start").get(0);
      JsonNode end = TestGpu.events(log, "end").get(0);
      assertThat(end.get("end").longValue() - start.get("start").longValue() + 1)
          .isGreaterThanOrEqualTo(2_000_000);
      assertThat(end.get("outcome").textValue()).isEqualTo("canceled");
      assertThat(end.get("fault").textValue()).isEqualTo("ignore_cancel");
    }
  }

  @Test
  void aCallThatKillsItsGpuIsNotAnsweredAndTheLogSaysWhatRan() throws Exception {
    try (TestGpu gpu = new TestGpu(folder, 2, "{\"kind\": \"die\", \"work\": \"w2\"}")) {
      PendingCall beside = gpu.inferNow(Requests.frames("w1/1", 60_000));
      PendingCall deadly = gpu.infer(Requests.frames("w2/1", 1));
      gpu.halted.get(30, TimeUnit.SECONDS);

      assertThat(TestGpu.events(gpu.lines(), "end"))
          .extracting(end -> end.get("outcome").textValue() + " " + end.get("fault").textValue())
          .containsExactly("failed die", "failed die");
      assertThat(beside.isDone()).isFalse();
      assertThat(deadly.isDone()).isFalse();
    }
  }

  private static List<String> onlyEnd(TestGpu gpu) {
    List<JsonNode> ends = TestGpu.events(gpu.closedLog(), "end");
    assertThat(ends).hasSize(1);
    return List.of(ends.get(0).get("outcome").textValue(), ends.get(0).get("fault").textValue());
  }
}
