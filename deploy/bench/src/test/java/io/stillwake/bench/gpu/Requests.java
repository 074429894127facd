package io.stillwake.bench.gpu;

import com.google.protobuf.ByteString;
import io.stillwake.proto.triton.InferParameter;
import io.stillwake.proto.triton.ModelInferRequest;
import io.stillwake.proto.triton.ModelInferRequest.InferInputTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Requests as workers send them. */
final class Requests {

  private Requests() {}

  /** Five latent frames of a picture of 64x48, by way of {@code virtual-frames}. */
  static ModelInferRequest frames(String id, float serviceMillis) {
    return frames(id, 64, 48, 5).toBuilder()
        .addInputs(tensor("service_ms", "FP32", 1))
        .addRawInputContents(floats(serviceMillis))
        .build();
  }

  /** The same without a service time. */
  static ModelInferRequest frames(String id, int width, int height, int frames) {
    return to("virtual-frames", id)
        .addInputs(tensor("picture", "UINT8", height, width, 3))
        .addInputs(tensor("frame", "INT64", frames))
        .addRawInputContents(zeros(height * width * 3))
        .addRawInputContents(zeros(frames * 8))
        .build();
  }

  /** Latents of a picture of 64x48. */
  static ModelInferRequest decode(String id, int latentFrames) {
    return to("virtual-decode", id)
        .addInputs(tensor("latents", "FP16", 16, latentFrames, 6, 8))
        .addRawInputContents(zeros(16 * latentFrames * 6 * 8 * 2))
        .build();
  }

  static ModelInferRequest.Builder to(String model, String id) {
    return ModelInferRequest.newBuilder()
        .setModelName(model)
        .setId(id)
        .putParameters("tenant", text("acme"))
        .putParameters("render", text("r-1"));
  }

  static InferInputTensor tensor(String name, String type, long... shape) {
    InferInputTensor.Builder tensor = InferInputTensor.newBuilder().setName(name).setDatatype(type);
    for (long extent : shape) {
      tensor.addShape(extent);
    }
    return tensor.build();
  }

  static ByteString zeros(int bytes) {
    return ByteString.copyFrom(new byte[bytes]);
  }

  static ByteString floats(float value) {
    return ByteString.copyFrom(
        ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(value).flip());
  }

  private static InferParameter text(String value) {
    return InferParameter.newBuilder().setStringParam(value).build();
  }
}
