package io.stillwake.local.triton;

import static io.stillwake.local.triton.TestClient.floats;
import static io.stillwake.local.triton.TestClient.input;
import static io.stillwake.local.triton.TestClient.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.stillwake.proto.triton.InferParameter;
import io.stillwake.proto.triton.InferTensorContents;
import io.stillwake.proto.triton.ModelInferRequest;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the contract does not ask: codes and texts of Triton 2.73 for calls no worker makes. */
class InferErrorsTest {

  @TempDir static Path root;
  private static EmbeddedTriton triton;
  private static TestClient client;

  @BeforeAll
  static void start() {
    triton =
        new ModelFixture(root)
            .with("add", "add", ModelFixture.ADD)
            .with("reshape", "reshape", ModelFixture.RESHAPE)
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

  private static ModelInferRequest.Builder add() {
    return request("add")
        .addInputs(input("a", "FP32", 1, 2))
        .addInputs(input("b", "FP32", 1, 2))
        .addRawInputContents(floats(1, 2))
        .addRawInputContents(floats(1, 2));
  }

  private static void assertRefused(
      ModelInferRequest.Builder request, Status.Code code, String... words) {
    StatusRuntimeException refused =
        catchThrowableOfType(
            StatusRuntimeException.class, () -> client.infer(request.setId("r1").build()));

    assertThat(refused.getStatus().getCode()).isEqualTo(code);
    assertThat(refused.getStatus().getDescription()).contains(words);
  }

  private static void assertInvalid(ModelInferRequest.Builder request, String... words) {
    assertRefused(request, Status.Code.INVALID_ARGUMENT, words);
  }

  @Test
  void anInputGivenTwice() {
    assertInvalid(
        add().addInputs(input("a", "FP32", 1, 2)).addRawInputContents(floats(1, 2)),
        "input 'a' already exists in request");
  }

  @Test
  void aDimensionLeftOpen() {
    assertInvalid(
        add().setInputs(0, input("a", "FP32", -1, 2)),
        "All input dimensions should be specified for input 'a' for model 'add', got [-1,2]");
  }

  @Test
  void moreElementsThanALongCanCount() {
    assertInvalid(
        request("reshape")
            .addInputs(input("x", "FP32", Long.MAX_VALUE))
            .addRawInputContents(floats(1)),
        "input 'x' for model 'reshape' has too many elements");
  }

  @Test
  void noDataForAnInput() {
    assertInvalid(
        add().clearRawInputContents().addRawInputContents(floats(1, 2)),
        "unable to find data for input tensor 'b' for model 'add' in request.");
  }

  @Test
  void moreDataThanInputs() {
    assertInvalid(add().addRawInputContents(floats(1)), "expected 2 raw_input_contents", "got 3");
  }

  @Test
  void typedContentsBesideRawOnes() {
    assertInvalid(
        add()
            .setInputs(
                0,
                input("a", "FP32", 1, 2)
                    .setContents(InferTensorContents.newBuilder().addFp32Contents(1))),
        "contents field must not be specified when using raw_input_contents for 'a'");
  }

  @Test
  void typedContentsOfAnotherType() {
    assertInvalid(
        request("add")
            .addInputs(
                input("a", "FP32", 1, 2)
                    .setContents(InferTensorContents.newBuilder().addInt64Contents(1))),
        "unexpected explicit tensor data for input tensor 'a' for model 'add'");
  }

  @Test
  void aBatchBeyondTheLimit() {
    ByteString ten = floats(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    assertInvalid(
        request("batched")
            .addInputs(input("a", "FP32", 5, 2))
            .addInputs(input("b", "FP32", 5, 2))
            .addRawInputContents(ten)
            .addRawInputContents(ten),
        "inference request batch-size must be <= 4 for 'batched'");
  }

  @Test
  void inputsOfDifferentBatches() {
    assertInvalid(
        request("batched")
            .addInputs(input("a", "FP32", 1, 2))
            .addInputs(input("b", "FP32", 2, 2))
            .addRawInputContents(floats(1, 2))
            .addRawInputContents(floats(1, 2, 3, 4)),
        "input 'b' batch size does not match other inputs for 'batched'");
  }

  @Test
  void aParameterOfTheWrongType() {
    assertInvalid(
        add().putParameters("timeout", InferParameter.newBuilder().setStringParam("1s").build()),
        "invalid value type for 'timeout' parameter");
  }

  @Test
  void sharedMemory() {
    assertRefused(
        add()
            .setInputs(
                0,
                input("a", "FP32", 1, 2)
                    .putParameters(
                        "shared_memory_region",
                        InferParameter.newBuilder().setStringParam("x").build())),
        Status.Code.UNIMPLEMENTED,
        "shared memory for tensor 'a'");
  }
}
