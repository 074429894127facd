package io.stillwake.local.triton;

import static io.stillwake.local.triton.TritonException.invalid;

import com.google.protobuf.ByteString;
import io.stillwake.proto.triton.InferParameter;
import io.stillwake.proto.triton.ModelConfig;
import io.stillwake.proto.triton.ModelInferRequest;
import io.stillwake.proto.triton.ModelInferRequest.InferInputTensor;
import io.stillwake.proto.triton.ModelInferRequest.InferRequestedOutputTensor;
import io.stillwake.proto.triton.ModelInput;
import io.stillwake.proto.triton.ModelOutput;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a ModelInfer request and checks it against the model's configuration, as Triton does. */
final class RequestReader {

  private static final String SHARED_MEMORY = "shared_memory_region";

  private final ModelConfig config;
  private final Map<String, ModelInput> declared = new LinkedHashMap<>();
  private final Set<String> outputs = new LinkedHashSet<>();

  RequestReader(ModelConfig config) {
    this.config = config;
    config.getInputList().forEach(input -> declared.put(input.getName(), input));
    config.getOutputList().stream().map(ModelOutput::getName).forEach(outputs::add);
  }

  /**
   * @throws TritonException INVALID_ARGUMENT that names the tensor, what it is and what was
   *     expected
   */
  InferenceRequest read(ModelInferRequest request) throws TritonException {
    String label = InferenceRequest.label(request.getId());
    List<TensorData> inputs = new ArrayList<>();
    Set<String> given = new LinkedHashSet<>();
    int raw = 0;
    for (InferInputTensor input : request.getInputsList()) {
      refuseSharedMemory(input.getParametersMap(), input.getName());
      if (!given.add(input.getName())) {
        throw invalid(label + "input '" + input.getName() + "' already exists in request");
      }
      ByteString data;
      if (input.hasContents() && request.getRawInputContentsCount() > 0) {
        throw invalid(
            "contents field must not be specified when using raw_input_contents for '%s' for model '%s'"
                .formatted(input.getName(), config.getName()));
      } else if (input.hasContents()) {
        data = TypedContents.toRaw(input, config.getName());
      } else if (raw < request.getRawInputContentsCount()) {
        data = request.getRawInputContents(raw++);
      } else {
        throw invalid(
            "unable to find data for input tensor '%s' for model '%s' in request."
                .formatted(input.getName(), config.getName()));
      }
      inputs.add(new InputCheck(config, label).check(declared.get(input.getName()), input, data));
    }
    if (raw < request.getRawInputContentsCount()) {
      throw invalid(
          label
              + "expected %d raw_input_contents for the inputs of model '%s', got %d"
                  .formatted(raw, config.getName(), request.getRawInputContentsCount()));
    }
    requireAll(given, label);
    return new InferenceRequest(
        request.getId(),
        inputs,
        requestedOutputs(request),
        batchSize(inputs, label),
        wholeParameter(request.getParametersMap(), "priority"),
        Duration.of(wholeParameter(request.getParametersMap(), "timeout"), ChronoUnit.MICROS));
  }

  private void requireAll(Set<String> given, String label) throws TritonException {
    List<String> missing =
        declared.keySet().stream().filter(name -> !given.contains(name)).toList();
    if (!missing.isEmpty()) {
      throw invalid(
          label
              + "expected %d inputs but got %d inputs for model '%s'. Got input(s) %s, but missing required input(s) %s. Please provide all required input(s)."
                  .formatted(
                      declared.size(),
                      given.size(),
                      config.getName(),
                      quoted(given),
                      quoted(missing)));
    }
  }

  private static String quoted(Iterable<String> names) {
    List<String> quoted = new ArrayList<>();
    names.forEach(name -> quoted.add("'" + name + "'"));
    return "[" + String.join(",", quoted) + "]";
  }

  private Set<String> requestedOutputs(ModelInferRequest request) throws TritonException {
    if (request.getOutputsCount() == 0) {
      return outputs;
    }
    Set<String> requested = new HashSet<>();
    for (InferRequestedOutputTensor output : request.getOutputsList()) {
      refuseSharedMemory(output.getParametersMap(), output.getName());
      if (output.containsParameters("classification")) {
        throw unimplemented("classification of output '" + output.getName() + "'");
      }
      if (!outputs.contains(output.getName())) {
        throw invalid(
            "unexpected inference output '%s' for model '%s'"
                .formatted(output.getName(), config.getName()));
      }
      requested.add(output.getName());
    }
    Set<String> inOrder = new LinkedHashSet<>(outputs);
    inOrder.retainAll(requested);
    return inOrder;
  }

  private int batchSize(List<TensorData> inputs, String label) throws TritonException {
    if (config.getMaxBatchSize() == 0 || inputs.isEmpty()) {
      return 1;
    }
    long batch = inputs.get(0).shape()[0];
    for (TensorData input : inputs) {
      if (input.shape()[0] != batch) {
        throw invalid(
            label
                + "input '%s' batch size does not match other inputs for '%s'"
                    .formatted(input.name(), config.getName()));
      }
    }
    if (batch > config.getMaxBatchSize()) {
      throw invalid(
          label
              + "inference request batch-size must be <= %d for '%s'"
                  .formatted(config.getMaxBatchSize(), config.getName()));
    }
    return (int) batch;
  }

  private static long wholeParameter(Map<String, InferParameter> parameters, String name)
      throws TritonException {
    InferParameter parameter = parameters.getOrDefault(name, InferParameter.getDefaultInstance());
    long value =
        switch (parameter.getParameterChoiceCase()) {
          case INT64_PARAM -> parameter.getInt64Param();
          case UINT64_PARAM -> parameter.getUint64Param();
          case PARAMETERCHOICE_NOT_SET -> 0;
          case BOOL_PARAM, STRING_PARAM, DOUBLE_PARAM ->
              throw invalid(
                  "invalid value type for '%s' parameter, expected int64_param or uint64_param."
                      .formatted(name));
        };
    if (value < 0) {
      throw invalid("invalid value for '%s', expected value >= 0.".formatted(name));
    }
    return value;
  }

  private static void refuseSharedMemory(Map<String, InferParameter> parameters, String tensor)
      throws TritonException {
    if (parameters.containsKey(SHARED_MEMORY)) {
      throw unimplemented("shared memory for tensor '" + tensor + "'");
    }
  }

  private static TritonException unimplemented(String what) {
    return new TritonException(
        TritonException.Code.UNIMPLEMENTED, what + " is not supported by the embedded server");
  }
}
