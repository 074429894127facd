package io.stillwake.local.triton;

import static io.stillwake.local.triton.TestClient.floats;
import static io.stillwake.local.triton.TestClient.input;
import static io.stillwake.local.triton.TestClient.int64s;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.stillwake.inference.Cancellation;
import io.stillwake.inference.InferenceFailure;
import io.stillwake.inference.InferenceFailure.Kind;
import io.stillwake.inference.ModelDescription;
import io.stillwake.inference.ModelRequest;
import io.stillwake.inference.ModelServer;
import io.stillwake.inference.Tensor;
import io.stillwake.inference.TensorSpec;
import io.stillwake.inference.TensorType;
import io.stillwake.inference.triton.TritonModelServer;
import io.stillwake.proto.triton.ModelConfig;
import io.stillwake.proto.triton.ModelConfigRequest;
import io.stillwake.proto.triton.ModelInferRequest;
import io.stillwake.proto.triton.ModelInferRequest.InferRequestedOutputTensor;
import io.stillwake.proto.triton.ModelInferResponse;
import io.stillwake.proto.triton.ModelInferResponse.InferOutputTensor;
import io.stillwake.proto.triton.ModelMetadataRequest;
import io.stillwake.proto.triton.ModelMetadataResponse;
import io.stillwake.proto.triton.ModelReadyRequest;
import io.stillwake.proto.triton.ModelStatistics;
import io.stillwake.proto.triton.ModelStatisticsRequest;
import io.stillwake.proto.triton.RepositoryIndexRequest;
import io.stillwake.proto.triton.ServerLiveRequest;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a model server does, the embedded one and a real Triton; each runs these tests as its own,
 * on {@link ContractModels}. Failures are asked for by the worker's client, which names Triton's
 * code and says what may follow.
 *
 * <p>Where Triton's own backends differ, nothing is asserted: its Python backend counts a call as
 * successful that raised, or was cancelled while it ran; and a call that is cancelled while it
 * waits may keep its place until an instance comes to it.
 *
 * <p>It is one long list so that one server, which takes a while to start, serves all of it.
 */
public abstract class ModelServerContract {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long FOR_EVER = Long.MAX_VALUE;
  private static final int MIB = 1 << 20;

  private final List<PendingCall> calls = new ArrayList<>();
  private final ExecutorService background = Executors.newCachedThreadPool();
  private TestClient wire;
  private ModelServer server;

  /** The gRPC address, {@code host:port}, of a server of {@link ContractModels}. */
  protected abstract String address();

  @BeforeEach
  void connect() {
    wire = new TestClient(address());
    server = TritonModelServer.connect(address());
  }

  @AfterEach
  void disconnect() {
    calls.forEach(PendingCall::cancel);
    background.shutdownNow();
    server.close();
    wire.close();
  }

  // What it says of itself and of its models.

  @Test
  void isLiveAndReady() throws Exception {
    assertThat(wire.stub().serverLive(ServerLiveRequest.getDefaultInstance()).getLive()).isTrue();
    assertThat(wire.ready()).isTrue();
    assertThat(server.ready("add")).isTrue();
  }

  @Test
  void isNotReadyForAModelOrAVersionItDoesNotHave() throws Exception {
    ModelReadyRequest version =
        ModelReadyRequest.newBuilder().setName("add").setVersion("7").build();

    assertThat(server.ready("nobody")).isFalse();
    assertThat(wire.stub().modelReady(version).getReady()).isFalse();
  }

  @Test
  void listsItsModels() {
    assertThat(
            wire.stub()
                .repositoryIndex(RepositoryIndexRequest.getDefaultInstance())
                .getModelsList())
        .extracting(model -> model.getName() + " " + model.getVersion() + " " + model.getState())
        .contains("add 1 READY", "brain 1 READY", "short-queue 1 READY");
  }

  @Test
  void describesTheTensorsOfAModel() {
    ModelMetadataResponse add =
        wire.stub().modelMetadata(ModelMetadataRequest.newBuilder().setName("add").build());

    assertThat(add.getName()).isEqualTo("add");
    assertThat(add.getVersionsList()).containsExactly("1");
    assertThat(add.getPlatform()).isEqualTo("onnxruntime_onnx");
    assertThat(add.getInputsList())
        .extracting(tensor -> tensor.getName() + tensor.getDatatype() + tensor.getShapeList())
        .containsExactly("aFP32[-1, 2]", "bFP32[-1, 2]");
    assertThat(add.getOutputsList())
        .extracting(tensor -> tensor.getName() + tensor.getDatatype() + tensor.getShapeList())
        .containsExactly("sumFP32[-1, 2]", "differenceFP32[-1, 2]");
  }

  @Test
  void describesAModelAsTheWorkerChecksIt() throws Exception {
    assertThat(server.describe("brain"))
        .isEqualTo(
            new ModelDescription(
                "brain",
                List.of(new TensorSpec("x", TensorType.BF16, List.of(-1L), false)),
                List.of(
                    new TensorSpec("same", TensorType.BF16, List.of(-1L), false),
                    new TensorSpec("wide", TensorType.FP32, List.of(-1L), false)),
                2,
                0));
    assertThat(server.describe("count").instances()).isEqualTo(1);
  }

  @Test
  void fillsInAConfiguration() {
    ModelConfig add = config("add");
    ModelConfig queued = config("short-queue");

    assertThat(add.getBackend()).isEqualTo("onnxruntime");
    assertThat(add.getPlatform()).isEqualTo("onnxruntime_onnx");
    assertThat(add.getDefaultModelFilename()).isEqualTo("model.onnx");
    assertThat(add.getVersionPolicy().getLatest().getNumVersions()).isEqualTo(1);
    assertThat(add.getInstanceGroupList())
        .extracting(group -> group.getName() + " " + group.getCount() + " " + group.getKind())
        .containsExactly("add 2 KIND_CPU");
    assertThat(queued.getInstanceGroup(0).getName()).isEqualTo("short-queue_0");
    assertThat(queued.getDynamicBatching().getDefaultQueuePolicy().getMaxQueueSize()).isEqualTo(1);
    assertThat(queued.getParametersOrThrow("intra_op_thread_count").getStringValue())
        .isEqualTo("1");
  }

  private ModelConfig config(String model) {
    return wire.stub()
        .modelConfig(ModelConfigRequest.newBuilder().setName(model).build())
        .getConfig();
  }

  @Test
  void countsWhatRanAndNotWhatWasRefused() throws Exception {
    infer("tally", fp32("a", 1, 2), fp32("b", 3, 4));
    failure(request("tally", fp32("a", 1, 2)));
    infer("tally", fp32("a", 1, 2), fp32("b", 3, 4));

    // Triton counts after it has answered.
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              ModelStatistics tally = wire.statistics("tally");
              assertThat(tally.getName() + tally.getVersion()).isEqualTo("tally1");
              assertThat(tally.getInferenceCount()).isEqualTo(2);
              assertThat(tally.getExecutionCount()).isEqualTo(2);
              assertThat(tally.getInferenceStats().getSuccess().getCount()).isEqualTo(2);
              assertThat(tally.getInferenceStats().getComputeInfer().getNs()).isPositive();
              assertThat(tally.getBatchStats(0).getComputeInfer().getCount()).isEqualTo(2);
              assertThat(tally.getLastInference()).isPositive();
            });
  }

  // Tensors.

  @Test
  void everyDatatypeComesBackBitForBit() throws Exception {
    // Of floats: a plain value, the smallest one, minus zero, a NaN that says something.
    List<Tensor> sent =
        List.of(
            tensor("bool", TensorType.BOOL, "01 00"),
            tensor("uint8", TensorType.UINT8, "c8"),
            tensor("int8", TensorType.INT8, "81"),
            tensor("int16", TensorType.INT16, "3492"),
            tensor("int32", TensorType.INT32, "01020384"),
            tensor("int64", TensorType.INT64, "0102030405060788"),
            tensor("fp16", TensorType.FP16, "003e 0100 0080 017e"),
            tensor("fp32", TensorType.FP32, "00002041 01000000 00000080 0100c07f"),
            tensor("fp64", TensorType.FP64, "000000000000f83f 0100000000000000"),
            new Tensor("bytes", TensorType.BYTES, new long[] {1}, hex("05000000 666cc3a421")));

    List<Tensor> got =
        infer("echo", sent.stream().map(tensor -> renamed("in_", tensor)).toArray(Tensor[]::new));

    assertThat(got).isEqualTo(sent.stream().map(tensor -> renamed("out_", tensor)).toList());
  }

  private static Tensor renamed(String prefix, Tensor tensor) {
    return new Tensor(prefix + tensor.name(), tensor.type(), tensor.shape(), tensor.data());
  }

  @Test
  void computesInFloat16() throws Exception {
    // 1.5 + 1.5 = 3; 65504 + 65504 is infinity, which float32 would not give.
    List<Tensor> doubled = infer("half", tensor("x", TensorType.FP16, "003e ff7b"));

    assertThat(doubled).containsExactly(tensor("doubled", TensorType.FP16, "0042 007c"));
  }

  @Test
  void readsBfloat16AsSuch() throws Exception {
    List<Tensor> got = infer("brain", tensor("x", TensorType.BF16, "813f 0100 0080 c17f"));

    assertThat(got)
        .containsExactly(
            tensor("same", TensorType.BF16, "813f 0100 0080 c17f"),
            tensor("wide", TensorType.FP32, "0000813f 00000100 00000080 0000c17f"));
  }

  @Test
  void emptyTensorsComeBackEmpty() throws Exception {
    assertThat(infer("half", tensor("x", TensorType.FP16, "")))
        .containsExactly(tensor("doubled", TensorType.FP16, ""));
    assertThat(infer("brain", tensor("x", TensorType.BF16, "")))
        .containsExactly(tensor("same", TensorType.BF16, ""), tensor("wide", TensorType.FP32, ""));
  }

  @Test
  void takesInputsByNameAndGivesOutputsInTheModelsOrder() {
    ModelInferResponse response =
        wire.infer(
            add()
                .setId("call-7")
                .addOutputs(output("difference"))
                .addOutputs(output("sum"))
                .build());

    assertThat(response.getModelName()).isEqualTo("add");
    assertThat(response.getModelVersion()).isEqualTo("1");
    assertThat(response.getId()).isEqualTo("call-7");
    assertThat(response.getOutputsList())
        .extracting(InferOutputTensor::getName)
        .containsExactly("sum", "difference");
    assertThat(response.getRawOutputContentsList())
        .containsExactly(floats(11, 22), floats(-9, -18));
  }

  @Test
  void sendsOnlyTheOutputsThatWereAskedFor() {
    ModelInferResponse response = wire.infer(add().addOutputs(output("difference")).build());

    assertThat(response.getOutputsList())
        .extracting(InferOutputTensor::getName)
        .containsExactly("difference");
    assertThat(response.getRawOutputContentsList()).containsExactly(floats(-9, -18));
  }

  @Test
  void answersWith64MebibytesToAClientThatTakesThem() throws Exception {
    int elements = 64 * MIB / Integer.BYTES;

    Tensor numbers = infer("numbers", int32("how_many", elements)).get(0);

    assertThat(numbers.hasShape(elements)).isTrue();
    IntBuffer values = numbers.data().asIntBuffer();
    assertThat(IntStream.range(0, elements).filter(i -> values.get(i) != i).findFirst()).isEmpty();
  }

  @Test
  void anAnswerBeyondTheClientsLimitIsResourceExhausted() {
    ModelInferRequest twoKibibytes =
        TestClient.request("numbers")
            .addInputs(input("how_many", "INT32", 1))
            .addRawInputContents(ByteString.copyFrom(int32("how_many", 512).data()))
            .build();

    Status refused =
        status(() -> wire.stub().withMaxInboundMessageSize(1024).modelInfer(twoKibibytes));

    assertThat(refused.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
  }

  @Test
  void takesRequestsBeyondGrpcsDefaultLimit() throws Exception {
    Tensor zeros =
        new Tensor("x", TensorType.FP16, new long[] {8 * MIB}, ByteBuffer.allocate(16 * MIB));

    assertThat(infer("half", zeros).get(0).data()).isEqualTo(zeros.data());
  }

  // Calls that are never run.

  @Test
  void refusesAnotherShape() {
    Tensor a = new Tensor("a", TensorType.FP32, new long[] {1, 3}, hex("00".repeat(12)));

    assertPermanent(
        request("add", a, fp32("b", 1, 2)),
        Status.Code.INVALID_ARGUMENT,
        "unexpected shape for input 'a' for model 'add'. Expected [-1,2], got [1,3].");
  }

  @Test
  void refusesAnotherRank() {
    assertPermanent(
        request("add", tensor("a", TensorType.FP32, "00".repeat(8)), fp32("b", 1, 2)),
        Status.Code.INVALID_ARGUMENT,
        "unexpected shape for input 'a' for model 'add'. Expected [-1,2], got [2].");
  }

  @Test
  void refusesAnotherDatatype() {
    Tensor a = new Tensor("a", TensorType.INT64, new long[] {1, 2}, hex("00".repeat(16)));

    assertPermanent(
        request("add", a, fp32("b", 1, 2)),
        Status.Code.INVALID_ARGUMENT,
        "inference input 'a' data-type is 'INT64', but model 'add' expects 'FP32'");
  }

  @Test
  void refusesACallWithoutAnInput() {
    assertPermanent(
        request("add", fp32("a", 1, 2)),
        Status.Code.INVALID_ARGUMENT,
        "expected 2 inputs but got 1 inputs for model 'add'",
        "missing required input(s) ['b']");
  }

  @Test
  void refusesAnInputTheModelDoesNotHave() {
    assertPermanent(
        request("add", fp32("a", 1, 2), fp32("b", 1, 2), fp32("c", 1, 2)),
        Status.Code.INVALID_ARGUMENT,
        "'c'",
        "for model 'add'");
  }

  @Test
  void refusesFewerBytesThanTheShapeNeeds() {
    Status refused = status(() -> wire.infer(add().setRawInputContents(0, floats(1)).build()));

    assertThat(refused.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(refused.getDescription())
        .contains("input byte size mismatch for input 'b' for model 'add'. Expected 8, got 4");
  }

  @Test
  void refusesAnInputWithoutData() {
    ModelInferRequest.Builder request =
        add().clearRawInputContents().addRawInputContents(floats(1, 2));

    Status refused = status(() -> wire.infer(request.build()));

    assertThat(refused.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(refused.getDescription())
        .contains("unable to find data for input tensor 'a' for model 'add' in request.");
  }

  @Test
  void refusesToGiveAnOutputTheModelDoesNotHave() {
    Status refused = status(() -> wire.infer(add().addOutputs(output("product")).build()));

    assertThat(refused.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(refused.getDescription())
        .contains("unexpected inference output 'product' for model 'add'");
  }

  @Test
  void knowsNothingOfAnUnknownModel() {
    assertPermanent(
        request("nobody", fp32("a", 1, 2)),
        Status.Code.NOT_FOUND,
        "Request for unknown model: 'nobody' is not found");
    assertThat(catchThrowableOfType(InferenceFailure.class, () -> server.describe("nobody")))
        .hasMessageContaining("'nobody' is not found");
    assertThat(status(() -> wire.statistics("nobody")).getDescription())
        .isEqualTo("requested model 'nobody' is not available");
  }

  @Test
  void takesLabelsThatNoModelKnows() throws Exception {
    List<Tensor> inputs = List.of(fp32("a", 1, 2), fp32("b", 1, 2));
    Map<String, String> labels = Map.of("tenant", "acme", "render", "01jd");

    List<Tensor> outputs =
        server.infer(
            new ModelRequest("add", "", inputs, PATIENCE, "call-8", "", labels),
            new Cancellation());

    assertThat(outputs).isNotEmpty();
  }

  @Test
  void knowsNothingOfAnUnknownVersion() {
    ModelStatisticsRequest statistics =
        ModelStatisticsRequest.newBuilder().setName("add").setVersion("7").build();

    assertPermanent(
        versioned("7"),
        Status.Code.NOT_FOUND,
        "Request for unknown model: 'add' version 7 is not found");
    assertThat(status(() -> wire.stub().modelStatistics(statistics)).getDescription())
        .isEqualTo("requested model version is not available for model 'add'");
  }

  @Test
  void refusesAVersionThatIsNoNumber() {
    assertPermanent(
        versioned("latest"),
        Status.Code.INVALID_ARGUMENT,
        "failed to get model version from specified version string 'latest'");
  }

  private static ModelRequest versioned(String version) {
    List<Tensor> inputs = List.of(fp32("a", 1, 2), fp32("b", 1, 2));
    return new ModelRequest("add", version, inputs, PATIENCE, "", "", Map.of());
  }

  private void assertPermanent(ModelRequest request, Status.Code code, String... words) {
    assertFailure(failure(request), Kind.PERMANENT, code, words);
  }

  // Calls that wait, run, fail, or are given up.

  @Test
  void aModelThatRaisesIsAnInternalErrorAndLivesOn() throws Exception {
    Tensor four = tensor("x", TensorType.FP32, "00".repeat(16));

    assertFailure(
        failure(request("reshape", four, int64("shape", 3, 3))),
        Kind.FAILED,
        Status.Code.INTERNAL,
        "onnx runtime error",
        "Reshape node",
        "{3,3}");
    assertThat(infer("reshape", four, int64("shape", 2, 2)).get(0).hasShape(2, 2)).isTrue();
  }

  @Test
  void aCallBeyondTheQueueIsRejected() {
    fillShortQueue();

    assertFailure(
        failure(count("short-queue", 1)),
        Kind.REJECTED,
        Status.Code.UNAVAILABLE,
        "Exceeds maximum queue size");
  }

  @Test
  void cancellingAllCallsEmptiesTheQueue() {
    fillShortQueue();

    calls.forEach(PendingCall::cancel);

    awaitAnswerOf("short-queue");
  }

  /** One call runs and one waits, for ever; the one after them was refused. */
  private void fillShortQueue() {
    awaitAnswerOf("short-queue");
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              long open = calls.stream().filter(call -> !call.isDone()).count();
              boolean full = open == 2 && calls.get(calls.size() - 1).isDone();
              if (open <= 2 && !full) {
                calls.add(wire.inferLater(TestClient.count("short-queue", FOR_EVER)));
              }
              return full;
            });
  }

  @Test
  void aCallThatWaitsTooLongIsRejectedAndTheOneThatRunsGoesOn() {
    Future<InferenceFailure> endless = occupyImpatient(new Cancellation());

    assertFailure(
        failure(count("impatient", 1)),
        Kind.REJECTED,
        Status.Code.UNAVAILABLE,
        "Request timeout expired");
    assertThat(endless).isNotDone();
  }

  @Test
  void aCancelledCallEndsAndFreesItsInstance() throws Exception {
    Cancellation cancellation = new Cancellation();
    Future<InferenceFailure> endless = occupyImpatient(cancellation);

    cancellation.cancel();

    assertFailure(endless.get(), Kind.CANCELED, Status.Code.CANCELLED, "'impatient'");
    awaitAnswerOf("impatient");
  }

  /** A call that runs until it is cancelled. */
  private Future<InferenceFailure> occupyImpatient(Cancellation cancellation) {
    awaitAnswerOf("impatient");
    Future<InferenceFailure> endless =
        background.submit(() -> failure(count("impatient", FOR_EVER), cancellation));
    await().atMost(PATIENCE).until(() -> !answers("impatient"));
    return endless;
  }

  @Test
  void aCallPastItsDeadlineEndsAndFreesItsInstance() throws Exception {
    ModelRequest endless = count("count", FOR_EVER);
    ModelRequest hurried =
        new ModelRequest("count", "", endless.inputs(), Duration.ofMillis(500), "", "", Map.of());

    assertFailure(failure(hurried), Kind.DEADLINE, Status.Code.DEADLINE_EXCEEDED, "'count'");
    assertThat(server.infer(count("count", 3), new Cancellation()))
        .containsExactly(int64("counted", 3));
  }

  private void awaitAnswerOf(String model) {
    await().atMost(PATIENCE).until(() -> answers(model));
  }

  private boolean answers(String model) throws InterruptedException {
    try {
      server.infer(count(model, 1), new Cancellation());
      return true;
    } catch (InferenceFailure e) {
      return false;
    }
  }

  private static void assertFailure(
      InferenceFailure failure, Kind kind, Status.Code code, String... words) {
    assertThat(failure.code()).as(failure.getMessage()).isEqualTo(code.name());
    assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(kind);
    assertThat(failure).hasMessageContainingAll(words);
  }

  private List<Tensor> infer(String model, Tensor... inputs) throws Exception {
    return server.infer(request(model, inputs), new Cancellation());
  }

  private InferenceFailure failure(ModelRequest request) {
    return failure(request, new Cancellation());
  }

  private InferenceFailure failure(ModelRequest request, Cancellation cancellation) {
    return catchThrowableOfType(InferenceFailure.class, () -> server.infer(request, cancellation));
  }

  private static Status status(Runnable call) {
    return catchThrowableOfType(StatusRuntimeException.class, call::run).getStatus();
  }

  private static ModelRequest request(String model, Tensor... inputs) {
    return new ModelRequest(model, "", List.of(inputs), PATIENCE, "", "", Map.of());
  }

  private static ModelRequest count(String model, long turns) {
    return request(model, int64("turns", turns));
  }

  /** Inputs in another order than the model's. */
  private static ModelInferRequest.Builder add() {
    return TestClient.request("add")
        .addInputs(input("b", "FP32", 1, 2))
        .addInputs(input("a", "FP32", 1, 2))
        .addRawInputContents(floats(10, 20))
        .addRawInputContents(floats(1, 2));
  }

  private static InferRequestedOutputTensor output(String name) {
    return InferRequestedOutputTensor.newBuilder().setName(name).build();
  }

  private static Tensor fp32(String name, float first, float second) {
    return new Tensor(
        name, TensorType.FP32, new long[] {1, 2}, floats(first, second).asReadOnlyByteBuffer());
  }

  private static Tensor int64(String name, long... values) {
    return new Tensor(
        name, TensorType.INT64, new long[] {values.length}, int64s(values).asReadOnlyByteBuffer());
  }

  private static Tensor int32(String name, int value) {
    ByteBuffer data = TestClient.littleEndian(Integer.BYTES).putInt(value).flip();
    return new Tensor(name, TensorType.INT32, new long[] {1}, data);
  }

  /** One axis of as many elements as the bytes make; spaces are for the reader. */
  private static Tensor tensor(String name, TensorType type, String bytes) {
    ByteBuffer data = hex(bytes);
    return new Tensor(name, type, new long[] {data.remaining() / type.bytes()}, data);
  }

  private static ByteBuffer hex(String bytes) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(bytes.replace(" ", "")));
  }
}
