package io.stillwake.local.triton;

import static io.stillwake.local.triton.TestClient.floats;
import static io.stillwake.local.triton.TestClient.input;
import static io.stillwake.local.triton.TestClient.int64s;
import static io.stillwake.local.triton.TestClient.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.stillwake.proto.triton.InferParameter;
import io.stillwake.proto.triton.InferTensorContents;
import io.stillwake.proto.triton.ModelInferRequest;
import io.stillwake.proto.triton.ModelInferRequest.InferRequestedOutputTensor;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The codes and texts of Triton 2.73 for calls that cannot be answered. */
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
  void anUnknownModel() {
    assertRefused(
        request("nobody"),
        Status.Code.NOT_FOUND,
        "Request for unknown model: 'nobody' is not found");
  }

  @Test
  void anUnknownVersion() {
    assertRefused(
        add().setModelVersion("7"), Status.Code.NOT_FOUND, "'add' version 7 is not found");
  }

  @Test
  void aVersionThatIsNoNumber() {
    assertInvalid(
        add().setModelVersion("latest"),
        "failed to get model version from specified version string 'latest'");
  }

  @Test
  void aMissingInput() {
    assertInvalid(
        add().removeInputs(1).clearRawInputContents().addRawInputContents(floats(1, 2)),
        "[request id: r1] expected 2 inputs but got 1 inputs for model 'add'",
        "missing required input(s) ['b']");
  }

  @Test
  void anInputTheModelDoesNotHave() {
    assertInvalid(
        add().addInputs(input("c", "FP32", 1)).addRawInputContents(floats(1)),
        "unexpected inference input 'c' for model 'add'");
  }

  @Test
  void anInputGivenTwice() {
    assertInvalid(
        add().addInputs(input("a", "FP32", 1, 2)).addRawInputContents(floats(1, 2)),
        "input 'a' already exists in request");
  }

  @Test
  void anotherDatatype() {
    assertInvalid(
        add().setInputs(0, input("a", "INT64", 1, 2)),
        "inference input 'a' data-type is 'INT64', but model 'add' expects 'FP32'");
  }

  @Test
  void anotherSizeOfAFixedDimension() {
    assertInvalid(
        add().setInputs(0, input("a", "FP32", 1, 3)),
        "unexpected shape for input 'a' for model 'add'. Expected [-1,2], got [1,3].");
  }

  @Test
  void anotherRank() {
    assertInvalid(add().setInputs(0, input("a", "FP32", 2)), "Expected [-1,2], got [2].");
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
  void fewerBytesThanTheShapeNeeds() {
    assertInvalid(
        add().setRawInputContents(0, floats(1)),
        "input byte size mismatch for input 'a' for model 'add'. Expected 8, got 4");
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
  void anOutputTheModelDoesNotHave() {
    assertInvalid(
        add().addOutputs(InferRequestedOutputTensor.newBuilder().setName("product")),
        "unexpected inference output 'product' for model 'add'");
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

  @Test
  void aGraphThatFailsIsAnInternalErrorAndItsInstanceLivesOn() {
    ModelInferRequest.Builder good =
        request("reshape")
            .addInputs(input("x", "FP32", 4))
            .addInputs(input("shape", "INT64", 2))
            .addRawInputContents(floats(1, 2, 3, 4))
            .addRawInputContents(int64s(2, 2));

    assertRefused(
        good.clone().setRawInputContents(1, int64s(3, 3)),
        Status.Code.INTERNAL,
        "onnx runtime error");
    assertThat(client.infer(good.build()).getOutputs(0).getShapeList()).containsExactly(2L, 2L);
  }
}
