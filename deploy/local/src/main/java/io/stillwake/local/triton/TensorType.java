package io.stillwake.local.triton;

import ai.onnxruntime.OnnxJavaType;
import io.stillwake.proto.triton.DataType;
import java.util.Optional;

/**
 * The datatypes this server computes with. The unsigned integers above 8 bits are missing: ONNX
 * Runtime's Java binding cannot make tensors of them.
 */
enum TensorType {
  BOOL(DataType.TYPE_BOOL, OnnxJavaType.BOOL, 1),
  UINT8(DataType.TYPE_UINT8, OnnxJavaType.UINT8, 1),
  INT8(DataType.TYPE_INT8, OnnxJavaType.INT8, 1),
  INT16(DataType.TYPE_INT16, OnnxJavaType.INT16, 2),
  INT32(DataType.TYPE_INT32, OnnxJavaType.INT32, 4),
  INT64(DataType.TYPE_INT64, OnnxJavaType.INT64, 8),
  FP16(DataType.TYPE_FP16, OnnxJavaType.FLOAT16, 2),
  BF16(DataType.TYPE_BF16, OnnxJavaType.BFLOAT16, 2),
  FP32(DataType.TYPE_FP32, OnnxJavaType.FLOAT, 4),
  FP64(DataType.TYPE_FP64, OnnxJavaType.DOUBLE, 8),
  /**
   * Strings, each with its length in front: {@link #bytes} is 0, for no element has a fixed one.
   */
  BYTES(DataType.TYPE_STRING, OnnxJavaType.STRING, 0);

  final DataType config;
  final OnnxJavaType onnx;
  final int bytes;

  TensorType(DataType config, OnnxJavaType onnx, int bytes) {
    this.config = config;
    this.onnx = onnx;
    this.bytes = bytes;
  }

  /** The type that config.pbtxt names, if this server has it. */
  static Optional<TensorType> of(DataType config) {
    for (TensorType type : values()) {
      if (type.config == config) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  static Optional<TensorType> of(OnnxJavaType onnx) {
    for (TensorType type : values()) {
      if (type.onnx == onnx) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** By the name on the wire: {@code FP16}, {@code BYTES}. */
  static Optional<TensorType> named(String name) {
    for (TensorType type : values()) {
      if (type.name().equals(name)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
