package io.stillwake.local.triton;

import static io.stillwake.local.triton.TestClient.count;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.stillwake.proto.triton.ModelConfig;
import io.stillwake.proto.triton.ModelConfigRequest;
import io.stillwake.proto.triton.ModelInferRequest;
import io.stillwake.proto.triton.ModelMetadataRequest;
import io.stillwake.proto.triton.ModelMetadataResponse;
import io.stillwake.proto.triton.ModelReadyRequest;
import io.stillwake.proto.triton.RepositoryIndexRequest;
import io.stillwake.proto.triton.RepositoryIndexResponse.ModelIndex;
import io.stillwake.proto.triton.RepositoryModelLoadRequest;
import io.stillwake.proto.triton.RepositoryModelUnloadRequest;
import io.stillwake.proto.triton.ServerLiveRequest;
import io.stillwake.proto.triton.ServerMetadataRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepositoryTest {

  @TempDir Path root;
  private ModelFixture models;
  private EmbeddedTriton triton;
  private TestClient client;

  @BeforeEach
  void makeRepository() {
    models = new ModelFixture(root);
  }

  private void start() {
    triton = models.start();
    client = new TestClient(triton);
  }

  @AfterEach
  void stop() {
    client.close();
    triton.close();
  }

  private List<ModelIndex> index() {
    return client
        .stub()
        .repositoryIndex(RepositoryIndexRequest.getDefaultInstance())
        .getModelsList();
  }

  private boolean ready(String model) {
    return client
        .stub()
        .modelReady(ModelReadyRequest.newBuilder().setName(model).build())
        .getReady();
  }

  /** Starts with one model that does not load, and says why it does not. */
  private String reasonFor(String graph, String config) {
    models.with("broken", graph, config);
    start();
    assertThat(index()).hasSize(1);
    assertThat(index().get(0).getState()).isEqualTo("UNAVAILABLE");
    return index().get(0).getReason();
  }

  @Test
  void aBrokenModelIsListedWithItsReasonWhileTheOthersServe() {
    models.with("count", "count", ModelFixture.COUNT);
    models.config("broken", ModelFixture.ADD);
    models.file("broken/1/model.onnx", "not a model".getBytes(StandardCharsets.UTF_8));
    start();

    assertThat(index().stream().map(model -> model.getName() + " " + model.getState()))
        .containsExactly("broken UNAVAILABLE", "count READY");
    assertThat(index().get(0).getReason()).contains("failed to load", "model.onnx");
    assertThat(client.stub().serverLive(ServerLiveRequest.getDefaultInstance()).getLive()).isTrue();
    assertThat(client.ready()).isFalse();
    assertThat(ready("broken")).isFalse();
    assertThat(ready("count")).isTrue();
    assertThat(client.infer(count("count", 2)).getModelName()).isEqualTo("count");
  }

  @Test
  void aCallOfABrokenModelFindsNoAvailableVersion() {
    models.config("broken", ModelFixture.ADD);
    start();

    Status refused = client.inferLater(count("broken", 1)).status();

    assertThat(refused.getCode()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(refused.getDescription())
        .isEqualTo("Request for unknown model: 'broken' has no available versions");
  }

  @Test
  void aConfigurationThatIsNoProtobufTextIsToldWithItsPlace() {
    assertThat(reasonFor("add", "input { nam: \"a\" }")).contains("config.pbtxt", "1:", "nam");
  }

  @Test
  void anInputOfAnotherDatatypeThanTheGraphs() {
    assertThat(reasonFor("add", ModelFixture.ADD.replaceFirst("TYPE_FP32", "TYPE_FP16")))
        .isEqualTo(
            "model 'broken': input 'a': TYPE_FP16 (expected: the graph's ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT)");
  }

  @Test
  void anInputOfAnotherRankThanTheGraphs() {
    assertThat(reasonFor("add", ModelFixture.ADD.replaceFirst("\\[-1, 2\\]", "[-1]")))
        .isEqualTo("model 'broken': input 'a': dims [-1] (expected: the graph's [-1, 2])");
  }

  @Test
  void anInputOfAnotherSizeThanTheGraphs() {
    assertThat(reasonFor("add", ModelFixture.ADD.replaceFirst("\\[-1, 2\\]", "[-1, 3]")))
        .isEqualTo("model 'broken': input 'a': dims [-1, 3] (expected: the graph's [-1, 2])");
  }

  @Test
  void anOutputThatTheGraphDoesNotHave() {
    assertThat(reasonFor("add", ModelFixture.ADD.replace("\"sum\"", "\"total\"")))
        .contains("output 'total': not in the graph", "sum", "difference");
  }

  @Test
  void anInputOfTheGraphThatIsNotDeclared() {
    assertThat(reasonFor("add", ModelFixture.ADD.replaceFirst("input .*\n", "")))
        .isEqualTo(
            "model 'broken': inputs: declared without [a] (expected: every input of the graph)");
  }

  @Test
  void anotherBackend() {
    assertThat(reasonFor("add", "backend: \"python\""))
        .isEqualTo("model 'broken': backend: 'python' (expected: onnxruntime)");
  }

  @Test
  void aParameterThatIsNoNumber() {
    String config =
        ModelFixture.ADD
            + "parameters { key: 'intra_op_thread_count' value: { string_value: 'two' } }";

    assertThat(reasonFor("add", config)).contains("parameters.intra_op_thread_count: 'two'");
  }

  @Test
  void theHighestVersionServesByDefault() {
    models.with("count", "count", ModelFixture.COUNT).version("count", 12, "count");
    models.version("count", 3, "count");
    start();

    assertThat(client.infer(count("count", 1)).getModelVersion()).isEqualTo("12");
    assertThat(client.inferLater(version("3")).status().getCode()).isEqualTo(Status.Code.NOT_FOUND);
  }

  private static ModelInferRequest version(String version) {
    return count("count", 1).toBuilder().setModelVersion(version).build();
  }

  @Test
  void thePolicySpecificServesTheVersionsItNames() {
    models.with(
        "count", "count", ModelFixture.COUNT + "version_policy { specific { versions: [1, 2] } }");
    models.version("count", 2, "count").version("count", 3, "count");
    start();

    assertThat(client.infer(version("1")).getModelVersion()).isEqualTo("1");
    assertThat(client.infer(version("")).getModelVersion()).isEqualTo("2");
    assertThat(client.inferLater(version("3")).status().getCode()).isEqualTo(Status.Code.NOT_FOUND);
  }

  @Test
  void anotherFileNameIsHonoured() throws Exception {
    models.config("count", ModelFixture.COUNT + "default_model_filename: \"loop.onnx\"");
    byte[] graph = getClass().getResourceAsStream("/models/count.onnx").readAllBytes();
    models.file("count/1/loop.onnx", graph);
    start();

    assertThat(client.infer(count("count", 4)).getRawOutputContents(0))
        .isEqualTo(TestClient.int64s(4));
  }

  @Test
  void metadataAndConfigurationDescribeTheModel() {
    models.with("count", "count", ModelFixture.COUNT);
    start();

    ModelMetadataResponse metadata =
        client.stub().modelMetadata(ModelMetadataRequest.newBuilder().setName("count").build());
    ModelConfig config =
        client
            .stub()
            .modelConfig(ModelConfigRequest.newBuilder().setName("count").build())
            .getConfig();

    assertThat(metadata.getPlatform()).isEqualTo("onnxruntime_onnx");
    assertThat(metadata.getVersionsList()).containsExactly("1");
    assertThat(metadata.getInputs(0).getDatatype()).isEqualTo("INT64");
    assertThat(metadata.getInputs(0).getShapeList()).containsExactly(1L);
    assertThat(config.getName()).isEqualTo("count");
    assertThat(config.getInstanceGroup(0).getCount()).isEqualTo(1);
    assertThat(config.getVersionPolicy().getLatest().getNumVersions()).isEqualTo(1);
  }

  @Test
  void theServerNamesItselfTriton() {
    start();

    assertThat(client.stub().serverMetadata(ServerMetadataRequest.getDefaultInstance()).getName())
        .isEqualTo("triton");
  }

  @Test
  void anUnloadedModelIsGoneAndTheServerStaysReady() {
    models.with("count", "count", ModelFixture.COUNT);
    start();

    client
        .stub()
        .repositoryModelUnload(
            RepositoryModelUnloadRequest.newBuilder().setModelName("count").build());

    assertThat(client.inferLater(count("count", 1)).status().getDescription())
        .contains("'count' has no available versions");
    assertThat(index().get(0).getReason()).isEqualTo("unloaded");
    assertThat(client.ready()).isTrue();
  }

  @Test
  void aModelThatWasRepairedLoadsAgain() {
    models.config("count", "backend: \"python\"");
    start();
    models.with("count", "count", ModelFixture.COUNT);

    load("count");

    assertThat(client.infer(count("count", 1)).getModelName()).isEqualTo("count");
    assertThat(client.ready()).isTrue();
  }

  @Test
  void aNameThatLeavesTheRepositoryIsNotLoaded() {
    start();

    StatusRuntimeException refused =
        catchThrowableOfType(
            StatusRuntimeException.class, () -> load("../" + root.getFileName() + "/x"));

    assertThat(refused.getStatus().getDescription())
        .contains("failed to poll from model repository");
  }

  private void load(String model) {
    client
        .stub()
        .repositoryModelLoad(RepositoryModelLoadRequest.newBuilder().setModelName(model).build());
  }
}
