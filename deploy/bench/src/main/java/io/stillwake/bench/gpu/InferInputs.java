package io.stillwake.bench.gpu;

import com.google.protobuf.ByteString;
import io.stillwake.proto.triton.DataType;
import io.stillwake.proto.triton.ModelConfig;
import io.stillwake.proto.triton.ModelInferRequest;
import io.stillwake.proto.triton.ModelInferRequest.InferInputTensor;
import io.stillwake.proto.triton.ModelInput;
import java.nio.ByteOrder;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** The inputs of a request, checked against the model's declaration as Triton does. */
final class InferInputs {

  private static final double LONGEST_MS = 3_600_000;

  private record Given(List<Long> shape, ByteString data) {}

  private final Map<String, Given> given = new LinkedHashMap<>();
  private final ModelConfig model;

  private InferInputs(ModelConfig model) {
    this.model = model;
  }

  /**
   * @throws Refusal INVALID_ARGUMENT, which names the input, what it is and what was expected
   */
  static InferInputs read(ModelConfig model, ModelInferRequest request, SharedRegions regions)
      throws Refusal {
    InferInputs inputs = new InferInputs(model);
    long sent = request.getInputsList().stream().filter(input -> !isShared(input)).count();
    if (request.getRawInputContentsCount() != sent) {
      throw Refusal.invalid(
          "expected %d raw_input_contents for the inputs of model '%s', got %d"
              .formatted(sent, model.getName(), request.getRawInputContentsCount()));
    }
    Iterator<ByteString> contents = request.getRawInputContentsList().iterator();
    for (InferInputTensor input : request.getInputsList()) {
      inputs.add(input, isShared(input) ? regions.read(input.getParametersMap()) : contents.next());
    }
    for (ModelInput declared : model.getInputList()) {
      if (!declared.getOptional() && !inputs.given.containsKey(declared.getName())) {
        throw Refusal.invalid(
            "model '%s': missing required input '%s', got %s"
                .formatted(model.getName(), declared.getName(), inputs.given.keySet()));
      }
    }
    return inputs;
  }

  private static boolean isShared(InferInputTensor input) {
    return input.containsParameters("shared_memory_region");
  }

  private void add(InferInputTensor input, ByteString data) throws Refusal {
    ModelInput declared = declared(input.getName());
    String type = wireName(declared.getDataType());
    if (!type.equals(input.getDatatype())) {
      throw Refusal.invalid(
          "inference input '%s' data-type is '%s', but model '%s' expects '%s'"
              .formatted(input.getName(), input.getDatatype(), model.getName(), type));
    }
    List<Long> shape = input.getShapeList();
    if (!fits(declared.getDimsList(), shape)) {
      throw Refusal.invalid(
          "unexpected shape for input '%s' for model '%s'. Expected %s, got %s."
              .formatted(input.getName(), model.getName(), declared.getDimsList(), shape));
    }
    long bytes = OutputBuffers.bytes(declared.getDataType(), shape);
    if (bytes != data.size()) {
      throw Refusal.invalid(
          "input byte size mismatch for input '%s' for model '%s'. Expected %d, got %d"
              .formatted(input.getName(), model.getName(), bytes, data.size()));
    }
    if (given.put(input.getName(), new Given(shape, data)) != null) {
      throw Refusal.invalid("input '" + input.getName() + "' already exists in request");
    }
  }

  private ModelInput declared(String name) throws Refusal {
    for (ModelInput declared : model.getInputList()) {
      if (declared.getName().equals(name)) {
        return declared;
      }
    }
    throw Refusal.invalid(
        "unexpected inference input '%s' for model '%s'. Allowed inputs: %s"
            .formatted(
                name,
                model.getName(),
                model.getInputList().stream().map(ModelInput::getName).toList()));
  }

  private static boolean fits(List<Long> declared, List<Long> shape) {
    if (declared.size() != shape.size()) {
      return false;
    }
    for (int axis = 0; axis < declared.size(); axis++) {
      long want = declared.get(axis);
      long have = shape.get(axis);
      if (have < 0 || (want >= 0 && want != have)) {
        return false;
      }
    }
    return true;
  }

  /** Triton's name for a type in requests: {@code FP16} for {@code TYPE_FP16}. */
  static String wireName(DataType type) {
    return type.name().substring("TYPE_".length());
  }

  /** Of an input that is required. */
  List<Long> shape(String name) {
    return given.get(name).shape();
  }

  /**
   * The service time that was asked for, in milliseconds; empty: none was.
   *
   * @throws Refusal where it is no time of at most an hour
   */
  OptionalDouble serviceMillis() throws Refusal {
    Given asked = given.get(VirtualModel.SERVICE_MS);
    if (asked == null) {
      return OptionalDouble.empty();
    }
    float millis = asked.data().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).getFloat();
    if (!(millis >= 0 && millis <= LONGEST_MS)) {
      throw Refusal.invalid(
          "input 'service_ms' for model '%s' is %s (expected: 0 to %.0f)"
              .formatted(model.getName(), millis, LONGEST_MS));
    }
    return OptionalDouble.of(millis);
  }
}
