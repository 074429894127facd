package io.stillwake.jobs.kafka;

import com.google.protobuf.Internal;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Length in bytes (int), then the message's own bytes. Messages are immutable: a copy is itself.
 */
final class ProtobufSerializer<T extends Message> extends TypeSerializer<T> {

  private final Class<T> type;
  private transient Parser<T> parser;

  ProtobufSerializer(Class<T> type) {
    this.type = type;
  }

  Class<T> type() {
    return type;
  }

  @Override
  public boolean isImmutableType() {
    return true;
  }

  /** The parser is stateless, so all threads may share one serializer. */
  @Override
  public TypeSerializer<T> duplicate() {
    return this;
  }

  @Override
  public T createInstance() {
    return Internal.getDefaultInstance(type);
  }

  @Override
  public T copy(T from) {
    return from;
  }

  @Override
  public T copy(T from, T reuse) {
    return from;
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public void serialize(T record, DataOutputView target) throws IOException {
    byte[] bytes = record.toByteArray();
    target.writeInt(bytes.length);
    target.write(bytes);
  }

  @Override
  public T deserialize(DataInputView source) throws IOException {
    byte[] bytes = new byte[source.readInt()];
    source.readFully(bytes);
    try {
      return parser().parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IOException(
          "state or record of %d bytes is not a %s".formatted(bytes.length, type.getName()), e);
    }
  }

  @Override
  public T deserialize(T reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    int length = source.readInt();
    target.writeInt(length);
    target.write(source, length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ProtobufSerializer<?> that && type.equals(that.type);
  }

  @Override
  public int hashCode() {
    return type.hashCode();
  }

  @Override
  public TypeSerializerSnapshot<T> snapshotConfiguration() {
    return new ProtobufSerializerSnapshot<>(type);
  }

  @SuppressWarnings("unchecked") // a message's parser makes messages of its own class
  private Parser<T> parser() {
    if (parser == null) {
      parser = (Parser<T>) Internal.getDefaultInstance(type).getParserForType();
    }
    return parser;
  }
}
