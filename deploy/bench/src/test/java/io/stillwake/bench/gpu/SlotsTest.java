package io.stillwake.bench.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.grpc.Status;
import io.stillwake.local.triton.PendingCall;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlotsTest {

  private static final float A_MINUTE = 60_000;

  @TempDir private Path folder;

  @Test
  void noTwoCallsOverlapOnASlot() {
    List<JsonNode> log;
    try (TestGpu gpu = new TestGpu(folder, 3)) {
      List<PendingCall> calls =
          IntStream.range(0, 60)
              .mapToObj(i -> gpu.infer(Requests.frames("w" + i + "/1", i % 4)))
              .toList();
      calls.forEach(PendingCall::await);
      log = gpu.closedLog();
    }

    Map<Integer, Long> free = new HashMap<>();
    Map<Long, JsonNode> running = new HashMap<>();
    for (JsonNode line : log) {
      if (line.get("event").textValue().equals("start")) {
        int slot = line.get("slot").intValue();
        assertThat(running.values()).noneMatch(call -> call.get("slot").intValue() == slot);
        assertThat(line.get("start").longValue())
            .isGreaterThanOrEqualTo(free.getOrDefault(slot, 0L));
        running.put(line.get("call").longValue(), line);
      } else if (line.get("event").textValue().equals("end")) {
        JsonNode start = running.remove(line.get("call").longValue());
        assertThat(line.get("slot")).isEqualTo(start.get("slot"));
        free.put(line.get("slot").intValue(), line.get("end").longValue());
      }
    }
    assertThat(free).containsOnlyKeys(0, 1, 2);
    assertThat(running).isEmpty();
    assertThat(TestGpu.events(log, "end")).hasSize(60);
  }

  @Test
  void callsStartInTheOrderOfTheirArrival() {
    try (TestGpu gpu = new TestGpu(folder, 1)) {
      PendingCall first = gpu.inferNow(Requests.frames("first/1", A_MINUTE));
      List<PendingCall> others = new ArrayList<>();
      for (int i = 0; i < 9; i++) {
        others.add(gpu.infer(Requests.frames("w" + i + "/1", 9 - i)));
        await().until(() -> gpu.state().waiting() == others.size());
      }
      first.cancel();
      others.forEach(PendingCall::await);

      List<JsonNode> starts = TestGpu.events(gpu.closedLog(), "start");
      assertThat(starts)
          .extracting(start -> start.get("work").textValue())
          .containsExactly("first", "w0", "w1", "w2", "w3", "w4", "w5", "w6", "w7", "w8");
    }
  }

  @Test
  void aCallHoldsItsSlotForItsServiceTimeAtLeast() {
    try (TestGpu gpu = new TestGpu(folder, 1)) {
      gpu.infer(Requests.frames("asked/1", 20)).await();
      gpu.infer(Requests.frames("drawn/1", 64, 48, 5)).await();
      List<JsonNode> log = gpu.closedLog();

      List<JsonNode> starts = TestGpu.events(log, "start");
      List<JsonNode> ends = TestGpu.events(log, "end");
      List<Long> asked = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        long held = ends.get(i).get("end").longValue() - starts.get(i).get("start").longValue();
        // Both ends are cut to whole microseconds.
        assertThat(held + 1).isGreaterThanOrEqualTo(starts.get(i).get("service_us").longValue());
        asked.add(starts.get(i).get("service_us").longValue());
      }
      assertThat(asked)
          .containsExactly(20_000L, TestGpu.TIMES.nanos("virtual-frames", "drawn") / 1_000);
    }
  }

  @Test
  void aCallCancelledWhileItRunsFreesItsSlot() {
    try (TestGpu gpu = new TestGpu(folder, 1)) {
      PendingCall canceled = gpu.inferNow(Requests.frames("w1/1", A_MINUTE));
      PendingCall next = gpu.infer(Requests.frames("w2/1", 0));
      await().until(() -> gpu.state().waiting() == 1);
      canceled.cancel();
      next.await();

      assertThat(canceled.status().getCode()).isEqualTo(Status.Code.CANCELLED);
      assertThat(TestGpu.events(gpu.closedLog(), "end"))
          .extracting(end -> end.get("outcome").textValue())
          .containsExactly("canceled", "ok");
    }
  }

  @Test
  void aCallCancelledWhileItWaitsNeverStarts() {
    try (TestGpu gpu = new TestGpu(folder, 1)) {
      PendingCall running = gpu.inferNow(Requests.frames("w1/1", A_MINUTE));
      PendingCall waiting = gpu.infer(Requests.frames("w2/1", 0));
      await().until(() -> gpu.state().waiting() == 1);
      waiting.cancel();
      await().until(() -> gpu.state().waiting() == 0);
      running.cancel();
      gpu.infer(Requests.frames("w3/1", 0)).await();

      assertThat(TestGpu.events(gpu.closedLog(), "start"))
          .extracting(start -> start.get("work").textValue())
          .containsExactly("w1", "w3");
    }
  }

  @Test
  void theLogSaysForWhomACallRan() {
    try (TestGpu gpu = new TestGpu(folder, 2)) {
      gpu.infer(Requests.frames("abc/3/1", 1)).await();
      List<JsonNode> log = gpu.closedLog();

      assertThat(log)
          .extracting(line -> line.get("event").textValue())
          .containsExactly("up", "start", "end", "down");
      assertThat(log.get(0).get("slots").intValue()).isEqualTo(2);
      JsonNode start = log.get(1);
      assertThat(start.get("id").textValue()).isEqualTo("abc/3/1");
      assertThat(start.get("work").textValue()).isEqualTo("abc");
      assertThat(start.get("attempt").intValue()).isEqualTo(3);
      assertThat(start.get("copy").intValue()).isEqualTo(1);
      assertThat(start.get("model").textValue()).isEqualTo("virtual-frames");
      assertThat(start.get("tenant").textValue()).isEqualTo("acme");
      assertThat(start.get("render").textValue()).isEqualTo("r-1");
      assertThat(start.get("arrived").longValue())
          .isLessThanOrEqualTo(start.get("start").longValue());
    }
  }

  @Test
  void stoppingEndsEveryCallAndSaysSo() {
    PendingCall running;
    PendingCall waiting;
    try (TestGpu gpu = new TestGpu(folder, 1)) {
      running = gpu.inferNow(Requests.frames("w1/1", A_MINUTE));
      waiting = gpu.infer(Requests.frames("w2/1", A_MINUTE));
      await().until(() -> gpu.state().waiting() == 1);

      List<JsonNode> ends = TestGpu.events(gpu.closedLog(), "end");

      assertThat(ends).hasSize(1);
      assertThat(ends.get(0).get("outcome").textValue()).isEqualTo("failed");
      assertThat(ends.get(0).get("fault").textValue()).isEqualTo("stopped");
    }
    assertThat(running.status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(waiting.status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
  }
}
