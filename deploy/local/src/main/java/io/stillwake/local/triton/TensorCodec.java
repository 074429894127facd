package io.stillwake.local.triton;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtUtil;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Moves tensors into and out of ONNX Runtime. Every byte is copied once each way: inputs into
 * native memory that the instance keeps and uses again, outputs out of the memory that ONNX Runtime
 * frees when the result is closed. Of one instance; not thread-safe.
 */
final class TensorCodec {

  /** What vectorised kernels like; also the granularity of the slices. */
  private static final int ALIGNMENT = 64;

  private final OrtEnvironment environment;

  /** As large as the largest call so far needed. */
  private ByteBuffer memory = ByteBuffer.allocateDirect(0);

  TensorCodec(OrtEnvironment environment) {
    this.environment = environment;
  }

  /**
   * @throws ArithmeticException beyond a long
   */
  static long elements(long[] shape) {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  /**
   * Tensors over this instance's memory: valid until the next call of this, to be closed before.
   *
   * @param into takes each tensor as it is made, so that the caller can close those of a half-way
   *     failure
   */
  void toOnnx(List<TensorData> inputs, Map<String, OnnxTensor> into) throws OrtException {
    long needed = inputs.stream().mapToLong(input -> padded(input.data().size())).sum();
    if (needed > memory.capacity()) {
      memory =
          ByteBuffer.allocateDirect(Math.toIntExact(needed + ALIGNMENT)).alignedSlice(ALIGNMENT);
    }
    int offset = 0;
    for (TensorData input : inputs) {
      if (input.type() == TensorType.BYTES) {
        String[] strings = Strings.decode(input.data());
        into.put(input.name(), OnnxTensor.createTensor(environment, strings, input.shape()));
        continue;
      }
      // ONNX Runtime's binding takes the address of the buffer's position, so duplicate and limit.
      ByteBuffer slice = memory.duplicate().order(ByteOrder.nativeOrder());
      slice.position(offset).limit(offset + input.data().size());
      input.data().copyTo(slice);
      slice.position(offset);
      into.put(
          input.name(),
          OnnxTensor.createTensor(environment, slice, input.shape(), input.type().onnx));
      offset += (int) padded(input.data().size());
    }
  }

  private static long padded(int size) {
    return (size + ALIGNMENT - 1L) / ALIGNMENT * ALIGNMENT;
  }

  /**
   * @throws TritonException INTERNAL if the graph gave something that has no datatype in Triton
   */
  static Map<String, TensorData> fromOnnx(Iterable<Map.Entry<String, OnnxValue>> results)
      throws OrtException, TritonException {
    Map<String, TensorData> outputs = new LinkedHashMap<>();
    for (Map.Entry<String, OnnxValue> result : results) {
      outputs.put(result.getKey(), fromOnnx(result.getKey(), result.getValue()));
    }
    return outputs;
  }

  private static TensorData fromOnnx(String name, OnnxValue value)
      throws OrtException, TritonException {
    if (!(value instanceof OnnxTensor tensor)) {
      throw new TritonException(
          TritonException.Code.INTERNAL,
          "output '%s' is a %s (expected: a tensor)".formatted(name, value.getType()));
    }
    TensorType type =
        TensorType.of(tensor.getInfo().type)
            .orElseThrow(
                () ->
                    new TritonException(
                        TritonException.Code.INTERNAL,
                        "output '%s' has datatype %s, which Triton does not know"
                            .formatted(name, tensor.getInfo().onnxType)));
    long[] shape = tensor.getInfo().getShape();
    ByteString data;
    if (elements(shape) == 0) {
      data = ByteString.EMPTY;
    } else if (type == TensorType.BYTES) {
      String[] strings =
          shape.length == 0
              ? new String[] {(String) tensor.getValue()}
              : OrtUtil.flattenString(tensor.getValue());
      data =
          Strings.encode(
              Arrays.stream(strings)
                  .map(string -> ByteString.copyFrom(string, StandardCharsets.UTF_8))
                  .toList());
    } else {
      // A fresh copy on the heap that nobody else holds: wrapping it is safe.
      data = UnsafeByteOperations.unsafeWrap(tensor.getByteBuffer());
    }
    return new TensorData(name, type, shape, data);
  }
}
