package io.stillwake.inference.triton;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.stillwake.inference.Cancellation;
import io.stillwake.inference.ModelRequest;
import io.stillwake.inference.Tensor;
import io.stillwake.inference.TensorType;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedMemoryTest {

  private static final int BYTES = 90_000;

  private final Tensor picture =
      new Tensor("picture", TensorType.UINT8, new long[] {BYTES}, ByteBuffer.allocate(BYTES));
  private final Tensor frame =
      new Tensor("frame", TensorType.INT64, new long[] {1}, ByteBuffer.allocate(Long.BYTES));

  @TempDir private Path folder;
  private ScriptedTriton triton;
  private Server server;
  private TritonModelServer models;

  @BeforeEach
  void start() throws Exception {
    triton = new ScriptedTriton(folder);
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
            .addService(triton)
            .build()
            .start();
    models = connect(folder);
  }

  @AfterEach
  void stop() throws Exception {
    models.close();
    server.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
  }

  @Test
  void whatIsSentAgainIsReadFromMemory() throws Exception {
    for (int call = 1; call <= 3; call++) {
      assertThat(infer(models)).containsExactly(picture, frame);
      assertThat(triton.lastRequest.getRawInputContentsCount()).isEqualTo(call == 1 ? 2 : 1);
    }
  }

  @Test
  void aRegionIsOpenToNobodyElseOnceTheServerHasIt() throws Exception {
    infer(models);

    assertThat(triton.regions).hasSize(1);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aServerThatCannotOpenItGetsTheBytes() throws Exception {
    triton.refusal = Status.INTERNAL.withDescription("Unable to open shared memory region: '/x'");

    infer(models);
    assertThat(infer(models)).containsExactly(picture, frame);

    assertThat(triton.lastRequest.getRawInputContentsCount()).isEqualTo(2);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aServerIsNotAskedAgainWithEachCall() throws Exception {
    triton.refusal = Status.UNIMPLEMENTED;

    infer(models);
    infer(models);

    assertThat(triton.asked).hasValue(1);
  }

  @Test
  void aMachineWithoutSharedMemorySendsTheBytes() throws Exception {
    try (TritonModelServer elsewhere = connect(folder.resolve("nowhere"))) {
      infer(elsewhere);
      assertThat(infer(elsewhere)).containsExactly(picture, frame);
    }

    assertThat(triton.lastRequest.getRawInputContentsCount()).isEqualTo(2);
  }

  @Test
  void aServerThatHasForgottenIsAnsweredAtOnceAndAskedAnew() throws Exception {
    infer(models);
    infer(models);
    triton.regions.clear();

    assertThat(infer(models)).containsExactly(picture, frame);
    assertThat(triton.lastRequest.getRawInputContentsCount()).isEqualTo(2);

    infer(models);
    assertThat(infer(models)).containsExactly(picture, frame);
    assertThat(triton.lastRequest.getRawInputContentsCount()).isEqualTo(1);
    assertThat(triton.regions).hasSize(1);
  }

  @Test
  void aSecondLifeGivesBackTheMemoryOfTheFirst() throws Exception {
    infer(models);
    List<String> first = List.copyOf(triton.regions.keySet());

    try (TritonModelServer again = connect(folder)) {
      infer(again);
    }

    assertThat(triton.regions).hasSize(1).doesNotContainKeys(first.toArray(String[]::new));
  }

  @Test
  void anotherWorkersMemoryIsLeftAlone() throws Exception {
    infer(models);

    try (TritonModelServer other = connect(folder, "worker-1-b")) {
      infer(other);
    }

    assertThat(triton.regions).hasSize(2);
  }

  private TritonModelServer connect(Path memory) {
    return connect(memory, "worker-1");
  }

  private TritonModelServer connect(Path memory, String owner) {
    return TritonModelServer.connect("127.0.0.1:" + server.getPort(), memory, owner);
  }

  private List<Tensor> infer(TritonModelServer caller) throws Exception {
    return caller.infer(
        new ModelRequest(
            "echo", "", List.of(picture, frame), Duration.ofMinutes(1), "r1", "", Map.of()),
        new Cancellation());
  }
}
