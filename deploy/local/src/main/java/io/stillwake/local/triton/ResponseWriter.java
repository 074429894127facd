package io.stillwake.local.triton;

import io.stillwake.proto.triton.ModelInferResponse;
import io.stillwake.proto.triton.ModelInferResponse.InferOutputTensor;
import java.util.Arrays;
import java.util.List;

/** Writes the outputs of a call as Triton does: always in {@code raw_output_contents}. */
final class ResponseWriter {

  private ResponseWriter() {}

  static ModelInferResponse write(LoadedModel model, String id, List<TensorData> outputs) {
    ModelInferResponse.Builder response =
        ModelInferResponse.newBuilder()
            .setModelName(model.config().getName())
            .setModelVersion(Long.toString(model.version()))
            .setId(id);
    for (TensorData output : outputs) {
      response
          .addOutputs(
              InferOutputTensor.newBuilder()
                  .setName(output.name())
                  .setDatatype(output.type().name())
                  .addAllShape(Arrays.stream(output.shape()).boxed().toList()))
          .addRawOutputContents(output.data());
    }
    return response.build();
  }
}
