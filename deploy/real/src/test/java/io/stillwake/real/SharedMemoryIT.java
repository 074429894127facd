package io.stillwake.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stillwake.inference.Cancellation;
import io.stillwake.inference.ModelRequest;
import io.stillwake.inference.Tensor;
import io.stillwake.inference.TensorType;
import io.stillwake.inference.triton.TritonModelServer;
import io.stillwake.local.triton.ContractModels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Inputs that a real Triton reads from the memory of this machine, also when it was killed. */
class SharedMemoryIT {

  private static final Path MEMORY = Path.of("/dev/shm");
  private static final int VALUES = 100_000;
  private static final short ONE_AND_A_HALF = 0x3e00;
  private static final short THREE = 0x4200;

  private final Tensor input = halves("x", ONE_AND_A_HALF);
  private StackPorts ports;
  private OneServer triton;
  private TritonModelServer client;

  @BeforeEach
  void start() throws Exception {
    Path folder = RunningStack.freshFolder("triton-memory");
    ContractModels.write(folder.resolve("models"));
    ports = StackPorts.of(folder, List.of("grpc", "http", "metrics"));
    triton = OneServer.startTriton(folder, ports);
    client = connect();
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    triton.close();
  }

  @Test
  void whatIsSentAgainIsReadFromMemoryThatHasNoNameAnyMore() throws Exception {
    for (int call = 0; call < 3; call++) {
      assertThat(doubled()).isEqualTo(halves("doubled", THREE));
    }

    assertThat(regions(triton)).singleElement().asString().endsWith("(deleted)");
  }

  @Test
  void aSecondLifeOfTheWorkerGivesBackTheMemoryOfTheFirst() throws Exception {
    doubled();
    client.close();
    client = connect();
    doubled();

    assertThat(doubled()).isEqualTo(halves("doubled", THREE));
    assertThat(regions(triton)).hasSize(1);
  }

  @Test
  void aTritonThatWasKilledGetsTheInputsAllTheSame() throws Exception {
    doubled();
    doubled();
    ProcessHandle killed = triton.process().kill();
    awaitAnother(killed);

    for (int call = 0; call < 4; call++) {
      assertThat(doubled()).isEqualTo(halves("doubled", THREE));
    }
    assertThat(regions(triton)).hasSize(1);
  }

  /** The one that is started in place of one that was killed. */
  private void awaitAnother(ProcessHandle killed) {
    await()
        .atMost(Duration.ofMinutes(1))
        .ignoreExceptions()
        .until(
            () ->
                triton.process().process().filter(now -> !now.equals(killed)).isPresent()
                    && client.ready("half"));
  }

  private TritonModelServer connect() {
    return TritonModelServer.connect(ports.address("grpc"), MEMORY, "shared-memory-it");
  }

  private Tensor doubled() throws Exception {
    return client
        .infer(
            new ModelRequest("half", "", List.of(input), Duration.ofMinutes(1), "", "", Map.of()),
            new Cancellation())
        .get(0);
  }

  /** What of ours the server has in its address space. */
  private static List<String> regions(OneServer triton) throws IOException {
    long server = triton.process().process().orElseThrow().pid();
    try (Stream<String> maps = Files.lines(Path.of("/proc/" + server + "/maps"))) {
      return maps.filter(line -> line.contains(MEMORY + "/stillwake-")).toList();
    }
  }

  private static Tensor halves(String name, short value) {
    ByteBuffer data = ByteBuffer.allocate(VALUES * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    while (data.hasRemaining()) {
      data.putShort(value);
    }
    return new Tensor(name, TensorType.FP16, new long[] {VALUES}, data.flip());
  }
}
