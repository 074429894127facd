package io.stillwake.local.triton;

import static io.stillwake.local.triton.TritonException.invalid;

import com.google.protobuf.ByteString;
import io.stillwake.proto.triton.ModelConfig;
import io.stillwake.proto.triton.ModelInferRequest.InferInputTensor;
import io.stillwake.proto.triton.ModelInput;
import java.util.ArrayList;
import java.util.List;

/** Whether one input of a call has the datatype, the shape and the length its model declares. */
record InputCheck(ModelConfig config, String label) {

  private static final String BATCH_NOTE =
      " NOTE: Setting a non-zero max_batch_size in the model config requires a batch dimension to"
          + " be prepended to each input shape.";

  /**
   * @param declared null if the model has no input of that name
   */
  TensorData check(ModelInput declared, InferInputTensor input, ByteString data)
      throws TritonException {
    if (declared == null) {
      List<String> allowed = config.getInputList().stream().map(ModelInput::getName).toList();
      throw invalid(
          label
              + "unexpected inference input '%s' for model '%s'. Allowed inputs: %s"
                  .formatted(input.getName(), config.getName(), allowed));
    }
    TensorType type = TensorType.of(declared.getDataType()).orElseThrow();
    if (!type.name().equals(input.getDatatype())) {
      throw invalid(
          label
              + "inference input '%s' data-type is '%s', but model '%s' expects '%s'"
                  .formatted(input.getName(), input.getDatatype(), config.getName(), type));
    }
    checkShape(declared, input);
    TensorData tensor =
        new TensorData(
            input.getName(),
            type,
            input.getShapeList().stream().mapToLong(Long::longValue).toArray(),
            data);
    checkLength(tensor);
    return tensor;
  }

  private void checkShape(ModelInput declared, InferInputTensor input) throws TritonException {
    List<Long> expected = new ArrayList<>();
    if (config.getMaxBatchSize() > 0) {
      expected.add(-1L);
    }
    expected.addAll(declared.getDimsList());
    List<Long> shape = input.getShapeList();
    boolean fits = expected.size() == shape.size();
    for (int i = 0; fits && i < expected.size(); i++) {
      long dimension = shape.get(i);
      if (dimension < 0) {
        throw invalid(
            label
                + "All input dimensions should be specified for input '%s' for model '%s', got %s"
                    .formatted(input.getName(), config.getName(), dims(shape)));
      }
      fits = expected.get(i) < 0 || expected.get(i) == dimension;
    }
    if (!fits) {
      throw invalid(
          label
              + "unexpected shape for input '%s' for model '%s'. Expected %s, got %s."
                  .formatted(input.getName(), config.getName(), dims(expected), dims(shape))
              + (config.getMaxBatchSize() > 0 ? BATCH_NOTE : ""));
    }
  }

  /** As Triton writes them: {@code [-1,3]}. */
  private static String dims(List<Long> dims) {
    return dims.toString().replace(" ", "");
  }

  private void checkLength(TensorData tensor) throws TritonException {
    long elements;
    long bytes;
    try {
      elements = TensorCodec.elements(tensor.shape());
      bytes = Math.multiplyExact(elements, tensor.type().bytes);
    } catch (ArithmeticException e) {
      throw invalid(
          label
              + "input '%s' for model '%s' has too many elements"
                  .formatted(tensor.name(), config.getName()));
    }
    if (tensor.type() == TensorType.BYTES) {
      long found = Strings.count(tensor.data());
      if (found != elements) {
        throw invalid(
            label
                + "unexpected number of string elements %d for inference input '%s', expecting %d"
                    .formatted(found, tensor.name(), elements));
      }
    } else if (bytes != tensor.data().size()) {
      throw invalid(
          label
              + "input byte size mismatch for input '%s' for model '%s'. Expected %d, got %d"
                  .formatted(tensor.name(), config.getName(), bytes, tensor.data().size()));
    }
  }
}
