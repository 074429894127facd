package io.stillwake.inference.triton;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.stillwake.inference.ModelDescription;
import io.stillwake.inference.ModelRequest;
import io.stillwake.inference.Tensor;
import io.stillwake.inference.TensorSpec;
import io.stillwake.inference.TensorType;
import io.stillwake.proto.triton.DataType;
import io.stillwake.proto.triton.InferParameter;
import io.stillwake.proto.triton.ModelConfig;
import io.stillwake.proto.triton.ModelInferRequest;
import io.stillwake.proto.triton.ModelInferResponse;
import io.stillwake.proto.triton.ModelInstanceGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Between our values and Triton's messages. Tensor bytes travel raw and are not copied here. */
final class TritonTensors {

  private TritonTensors() {}

  /**
   * @param shared what the server reads from memory that it shares with us
   */
  static ModelInferRequest request(ModelRequest request, Optional<SharedInputs.Lease> shared) {
    ModelInferRequest.Builder message =
        ModelInferRequest.newBuilder()
            .setModelName(request.model())
            .setModelVersion(request.version())
            .setId(request.requestId());
    request.labels().forEach((name, value) -> message.putParameters(name, text(value)));
    for (Tensor input : request.inputs()) {
      ModelInferRequest.InferInputTensor.Builder tensor =
          message.addInputsBuilder().setName(input.name()).setDatatype(input.type().name());
      for (long extent : input.shape()) {
        tensor.addShape(extent);
      }
      OptionalLong offset = offset(shared, input);
      if (offset.isPresent()) {
        tensor
            .putParameters("shared_memory_region", text(shared.orElseThrow().region()))
            .putParameters("shared_memory_offset", number(offset.getAsLong()))
            .putParameters("shared_memory_byte_size", number(input.data().remaining()));
      } else {
        // A tensor's bytes never change, so the message may share them.
        message.addRawInputContents(UnsafeByteOperations.unsafeWrap(input.data()));
      }
    }
    return message.build();
  }

  private static OptionalLong offset(Optional<SharedInputs.Lease> shared, Tensor input) {
    return shared.isEmpty() ? OptionalLong.empty() : shared.get().offset(input);
  }

  private static InferParameter text(String value) {
    return InferParameter.newBuilder().setStringParam(value).build();
  }

  private static InferParameter number(long value) {
    return InferParameter.newBuilder().setInt64Param(value).build();
  }

  /**
   * @throws IllegalArgumentException where the answer does not fit together
   */
  static List<Tensor> outputs(ModelInferResponse response) {
    if (response.getRawOutputContentsCount() != response.getOutputsCount()) {
      throw new IllegalArgumentException(
          "%d raw contents for %d outputs (expected: one each)"
              .formatted(response.getRawOutputContentsCount(), response.getOutputsCount()));
    }
    List<Tensor> outputs = new ArrayList<>();
    for (int i = 0; i < response.getOutputsCount(); i++) {
      ModelInferResponse.InferOutputTensor output = response.getOutputs(i);
      ByteString content = response.getRawOutputContents(i);
      outputs.add(
          new Tensor(
              output.getName(),
              TensorType.named(output.getDatatype()),
              output.getShapeList().stream().mapToLong(Long::longValue).toArray(),
              content.asReadOnlyByteBuffer()));
    }
    return outputs;
  }

  static ModelDescription description(ModelConfig config) {
    return new ModelDescription(
        config.getName(),
        config.getInputList().stream()
            .map(
                input ->
                    new TensorSpec(
                        input.getName(),
                        type(input.getDataType()),
                        input.getDimsList(),
                        input.getOptional()))
            .toList(),
        config.getOutputList().stream()
            .map(
                output ->
                    new TensorSpec(
                        output.getName(), type(output.getDataType()), output.getDimsList(), false))
            .toList(),
        // Triton itself runs one instance where nothing is configured.
        Math.max(
            1, config.getInstanceGroupList().stream().mapToInt(ModelInstanceGroup::getCount).sum()),
        config.getMaxBatchSize());
  }

  private static TensorType type(DataType type) {
    return type == DataType.TYPE_STRING
        ? TensorType.BYTES
        : TensorType.named(type.name().substring("TYPE_".length()));
  }
}
