package io.stillwake.local.triton;

import static io.stillwake.local.triton.ModelFixture.ECHOED;
import static io.stillwake.local.triton.TestClient.floats;
import static io.stillwake.local.triton.TestClient.input;
import static io.stillwake.local.triton.TestClient.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.stillwake.proto.triton.InferTensorContents;
import io.stillwake.proto.triton.ModelInferRequest;
import io.stillwake.proto.triton.ModelInferResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InferTest {

  @TempDir static Path root;
  private static EmbeddedTriton triton;
  private static TestClient client;

  @BeforeAll
  static void start() {
    triton =
        new ModelFixture(root)
            .with("echo", "echo", ModelFixture.ECHO)
            .with("add", "add", ModelFixture.ADD)
            .with(
                "batched",
                "add",
                ModelFixture.ADD
                    .replace("max_batch_size: 0", "max_batch_size: 4")
                    .replace("[-1, 2]", "[2]"))
            .start();
    client = new TestClient(triton);
  }

  @AfterAll
  static void stop() {
    client.close();
    triton.close();
  }

  private static ByteString bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return ByteString.copyFrom(bytes);
  }

  /** One value of each type whose bytes all differ, so that a swap would show. */
  private static final List<ByteString> RAW =
      List.of(
          bytes(1),
          bytes(200),
          bytes(0x81),
          bytes(0x34, 0x92),
          bytes(1, 2, 3, 0x84),
          bytes(1, 2, 3, 4, 5, 6, 7, 0x88),
          bytes(0x00, 0x3e),
          bytes(0, 0, 0x20, 0x41),
          bytes(0, 0, 0, 0, 0, 0, 0xf8, 0x3f),
          bytes(5, 0, 0, 0, 'f', 'l', 0xc3, 0xa4, '!'));

  private static ModelInferRequest echo(List<ByteString> raw, int elements) {
    ModelInferRequest.Builder request = request("echo").setId("call-7");
    for (int i = 0; i < ECHOED.size(); i++) {
      String name = "in_" + ECHOED.get(i).toLowerCase(Locale.ROOT);
      request.addInputs(input(name, ECHOED.get(i), elements)).addRawInputContents(raw.get(i));
    }
    return request.build();
  }

  @Test
  void emptyTensorsComeBackEmpty() {
    List<ByteString> nothing = ECHOED.stream().map(type -> ByteString.EMPTY).toList();

    ModelInferResponse response = client.infer(echo(nothing, 0));

    assertThat(response.getRawOutputContentsList()).isEqualTo(nothing);
    assertThat(response.getOutputs(0).getShapeList()).containsExactly(0L);
  }

  @Test
  void typedContentsMeanTheSameAsRawBytes() {
    ModelInferRequest.Builder request = request("echo");
    List<InferTensorContents.Builder> contents =
        List.of(
            InferTensorContents.newBuilder().addBoolContents(true),
            InferTensorContents.newBuilder().addUintContents(200),
            InferTensorContents.newBuilder().addIntContents(-127),
            InferTensorContents.newBuilder().addIntContents((short) 0x9234),
            InferTensorContents.newBuilder().addIntContents(0x84030201),
            InferTensorContents.newBuilder().addInt64Contents(0x8807060504030201L),
            InferTensorContents.newBuilder(),
            InferTensorContents.newBuilder().addFp32Contents(10f),
            InferTensorContents.newBuilder().addFp64Contents(1.5),
            InferTensorContents.newBuilder().addBytesContents(ByteString.copyFromUtf8("flä!")));
    for (int i = 0; i < ECHOED.size(); i++) {
      String name = "in_" + ECHOED.get(i).toLowerCase(Locale.ROOT);
      if (ECHOED.get(i).equals("FP16")) {
        // It has no typed form, and an empty one is read as no elements.
        request.addInputs(input(name, "FP16", 0).setContents(contents.get(i)));
      } else {
        request.addInputs(input(name, ECHOED.get(i), 1).setContents(contents.get(i)));
      }
    }
    List<ByteString> expected = new ArrayList<>(RAW);
    expected.set(ECHOED.indexOf("FP16"), ByteString.EMPTY);
    assertThat(client.infer(request.build()).getRawOutputContentsList()).isEqualTo(expected);
  }

  private static ModelInferRequest.Builder add(String model) {
    return request(model)
        .addInputs(input("b", "FP32", 1, 2))
        .addInputs(input("a", "FP32", 1, 2))
        .addRawInputContents(floats(10, 20))
        .addRawInputContents(floats(1, 2));
  }

  @Test
  void everyElementOfABatchCountsAsAnInference() {
    client.infer(
        request("batched")
            .addInputs(input("a", "FP32", 3, 2))
            .addInputs(input("b", "FP32", 3, 2))
            .addRawInputContents(floats(1, 2, 3, 4, 5, 6))
            .addRawInputContents(floats(0, 0, 0, 0, 0, 0))
            .build());

    assertThat(client.statistics("batched").getInferenceCount()).isEqualTo(3);
    assertThat(client.statistics("batched").getExecutionCount()).isEqualTo(1);
  }

  @Test
  void callsOfDifferentSizesShareNoBytes() {
    ByteString large = ByteString.copyFrom(new byte[4 << 20]);
    ModelInferRequest first =
        request("add")
            .addInputs(input("a", "FP32", 1 << 19, 2))
            .addInputs(input("b", "FP32", 1 << 19, 2))
            .addRawInputContents(large)
            .addRawInputContents(large)
            .build();

    ModelInferResponse zeros = client.infer(first);
    ModelInferResponse small = client.infer(add("add").build());

    assertThat(zeros.getRawOutputContents(0)).isEqualTo(large);
    assertThat(small.getRawOutputContents(0)).isEqualTo(floats(11, 22));
  }
}
