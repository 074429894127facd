package io.stillwake.local.triton;

import static io.stillwake.local.triton.TritonException.invalid;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.stillwake.proto.triton.InferTensorContents;
import io.stillwake.proto.triton.ModelInferRequest.InferInputTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.BiConsumer;

/** Turns the typed {@code contents} of an input into the raw bytes that it stands for. */
final class TypedContents {

  private TypedContents() {}

  /**
   * @throws TritonException INVALID_ARGUMENT if the datatype has no typed form (FP16), or the
   *     elements are of another
   */
  static ByteString toRaw(InferInputTensor input, String model) throws TritonException {
    InferTensorContents contents = input.getContents();
    TensorType type =
        TensorType.named(input.getDatatype())
            .orElseThrow(
                () ->
                    invalid(
                        "inference input '%s' data-type is '%s', which model '%s' does not expect"
                            .formatted(input.getName(), input.getDatatype(), model)));
    int given =
        contents.getBoolContentsCount()
            + contents.getIntContentsCount()
            + contents.getInt64ContentsCount()
            + contents.getUintContentsCount()
            + contents.getUint64ContentsCount()
            + contents.getFp32ContentsCount()
            + contents.getFp64ContentsCount()
            + contents.getBytesContentsCount();
    ByteString raw =
        switch (type) {
          case BOOL ->
              pack(contents.getBoolContentsList(), 1, (into, v) -> into.put((byte) (v ? 1 : 0)));
          case UINT8 ->
              pack(contents.getUintContentsList(), 1, (into, v) -> into.put(v.byteValue()));
          case INT8 -> pack(contents.getIntContentsList(), 1, (into, v) -> into.put(v.byteValue()));
          case INT16 ->
              pack(contents.getIntContentsList(), 2, (into, v) -> into.putShort(v.shortValue()));
          case INT32 -> pack(contents.getIntContentsList(), 4, ByteBuffer::putInt);
          case INT64 -> pack(contents.getInt64ContentsList(), 8, ByteBuffer::putLong);
          case FP32 -> pack(contents.getFp32ContentsList(), 4, ByteBuffer::putFloat);
          case FP64 -> pack(contents.getFp64ContentsList(), 8, ByteBuffer::putDouble);
          case BYTES -> Strings.encode(contents.getBytesContentsList());
          case FP16, BF16 -> {
            if (given > 0) {
              throw invalid(
                  "input tensor '%s' for model '%s' of type '%s' must be given in raw_input_contents"
                      .formatted(input.getName(), model, type));
            }
            yield ByteString.EMPTY;
          }
        };
    int used =
        type == TensorType.BYTES ? contents.getBytesContentsCount() : raw.size() / type.bytes;
    if (used != given) {
      throw invalid(
          "unexpected explicit tensor data for input tensor '%s' for model '%s', expected datatype '%s'"
              .formatted(input.getName(), model, type));
    }
    return raw;
  }

  private static <T> ByteString pack(List<T> values, int bytes, BiConsumer<ByteBuffer, T> put) {
    ByteBuffer raw = ByteBuffer.allocate(values.size() * bytes).order(ByteOrder.LITTLE_ENDIAN);
    values.forEach(value -> put.accept(raw, value));
    return UnsafeByteOperations.unsafeWrap(raw.flip());
  }
}
