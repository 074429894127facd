package io.stillwake.local.triton;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.stillwake.proto.triton.DataType;
import io.stillwake.proto.triton.ModelConfig;
import io.stillwake.proto.triton.ModelInput;
import io.stillwake.proto.triton.ModelOutput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares the tensors that a configuration declares with those of the ONNX graph. */
final class GraphCheck {

  private final ModelConfig config;

  GraphCheck(ModelConfig config) {
    this.config = config;
  }

  /**
   * @throws TritonException that names the first tensor whose presence, datatype, rank or size does
   *     not agree
   */
  void check(OrtSession session) throws TritonException {
    Map<String, NodeInfo> inputs;
    Map<String, NodeInfo> outputs;
    try {
      inputs = session.getInputInfo();
      outputs = session.getOutputInfo();
    } catch (OrtException e) {
      throw new TritonException(
          TritonException.Code.INTERNAL,
          "model '%s': unreadable graph: %s".formatted(config.getName(), e.getMessage()),
          e);
    }
    Set<String> undeclared = new HashSet<>(inputs.keySet());
    for (ModelInput input : config.getInputList()) {
      refuseReshape("input", input.getName(), input.hasReshape());
      compare("input", input.getName(), input.getDataType(), input.getDimsList(), inputs);
      undeclared.remove(input.getName());
    }
    if (!undeclared.isEmpty()) {
      throw invalid("inputs", "declared without " + undeclared, "every input of the graph");
    }
    if (config.getOutputCount() == 0) {
      throw invalid("outputs", "none declared", "some of " + outputs.keySet());
    }
    for (ModelOutput output : config.getOutputList()) {
      refuseReshape("output", output.getName(), output.hasReshape());
      compare("output", output.getName(), output.getDataType(), output.getDimsList(), outputs);
    }
  }

  private void refuseReshape(String role, String name, boolean present) throws TritonException {
    if (present) {
      throw invalid(
          role + " '" + name + "'", "reshape", "none; the embedded server has no reshape");
    }
  }

  private void compare(
      String role, String name, DataType type, List<Long> dims, Map<String, NodeInfo> graph)
      throws TritonException {
    String tensor = role + " '" + name + "'";
    NodeInfo node = graph.get(name);
    if (node == null) {
      throw invalid(tensor, "not in the graph", "one of " + graph.keySet());
    }
    if (!(node.getInfo() instanceof TensorInfo info)) {
      throw invalid(tensor, node.getInfo(), "a tensor");
    }
    TensorType expected =
        TensorType.of(type)
            .orElseThrow(() -> invalid(tensor, type, Arrays.toString(TensorType.values())));
    if (expected.onnx != info.type) {
      throw invalid(tensor, type, "the graph's " + info.onnxType);
    }
    List<Long> full = withBatch(dims);
    if (!fits(full, info.getShape())) {
      throw invalid(tensor, "dims " + full, "the graph's " + Arrays.toString(info.getShape()));
    }
  }

  private List<Long> withBatch(List<Long> dims) {
    List<Long> full = new ArrayList<>();
    if (config.getMaxBatchSize() > 0) {
      full.add(-1L);
    }
    full.addAll(dims);
    return full;
  }

  /** A graph that does not say its rank shows none; a true scalar needs Triton's reshape. */
  private static boolean fits(List<Long> declared, long[] graph) {
    if (graph.length == 0) {
      return true;
    }
    if (declared.size() != graph.length) {
      return false;
    }
    for (int i = 0; i < graph.length; i++) {
      if (declared.get(i) >= 0 && graph[i] >= 0 && declared.get(i) != graph[i]) {
        return false;
      }
    }
    return true;
  }

  private TritonException invalid(String what, Object value, String expected) {
    return TritonException.invalid(
        "model '%s': %s: %s (expected: %s)".formatted(config.getName(), what, value, expected));
  }
}
