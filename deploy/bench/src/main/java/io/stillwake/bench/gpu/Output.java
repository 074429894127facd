package io.stillwake.bench.gpu;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.stillwake.proto.triton.ModelInferResponse;
import io.stillwake.proto.triton.ModelInferResponse.InferOutputTensor;
import java.util.ArrayList;
import java.util.List;

/** The one output of a call, as the model makes it or as a fault leaves it. */
record Output(VirtualModel model, List<Long> shape, ByteString data) {

  /** Half of one latent, or a byte of each frame, is not a number; sizes stay as they are. */
  Output notNumbers() {
    byte[] spoilt = data.toByteArray();
    for (int high = 1; high < spoilt.length; high += 2) {
      spoilt[high] = 0x7E;
    }
    return new Output(model, shape, UnsafeByteOperations.unsafeWrap(spoilt));
  }

  /** One row short, and consistent in itself. */
  Output wrongShape() {
    List<Long> wrong = new ArrayList<>(shape);
    long rows = shape.get(2);
    wrong.set(2, Math.max(0, rows - 1));
    int size = rows == 0 ? 0 : (int) (data.size() / rows * wrong.get(2));
    return new Output(model, List.copyOf(wrong), data.substring(0, size));
  }

  /** The shape says more than the bytes hold. */
  Output truncated() {
    return new Output(model, shape, data.substring(0, data.size() / 2));
  }

  ModelInferResponse response(String id) {
    return ModelInferResponse.newBuilder()
        .setModelName(model.model())
        .setModelVersion(VirtualModel.VERSION)
        .setId(id)
        .addOutputs(
            InferOutputTensor.newBuilder()
                .setName(model.output())
                .setDatatype(InferInputs.wireName(model.outputType()))
                .addAllShape(shape))
        .addRawOutputContents(data)
        .build();
  }
}
