package io.stillwake.jobs.kafka;

import com.google.protobuf.Message;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/**
 * Flink's type of one protobuf message, for records between operators and for state descriptors.
 * Without it Flink falls back to Kryo, which fails as soon as a repeated message is filled.
 *
 * <p>Not a key: protobuf's bytes are not canonical. Key by a string field instead.
 */
public final class ProtobufTypeInfo<T extends Message> extends TypeInformation<T> {

  private final Class<T> type;

  private ProtobufTypeInfo(Class<T> type) {
    this.type = type;
  }

  /**
   * @param prototype any instance; {@code X.getDefaultInstance()} reads best
   */
  @SuppressWarnings("unchecked") // a message's default instance is of its own class
  public static <T extends Message> ProtobufTypeInfo<T> of(T prototype) {
    return new ProtobufTypeInfo<>((Class<T>) prototype.getDefaultInstanceForType().getClass());
  }

  @Override
  public TypeSerializer<T> createSerializer(SerializerConfig config) {
    return new ProtobufSerializer<>(type);
  }

  @Override
  public Class<T> getTypeClass() {
    return type;
  }

  @Override
  public boolean isBasicType() {
    return false;
  }

  @Override
  public boolean isTupleType() {
    return false;
  }

  @Override
  public boolean isKeyType() {
    return false;
  }

  @Override
  public int getArity() {
    return 1;
  }

  @Override
  public int getTotalFields() {
    return 1;
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof ProtobufTypeInfo;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ProtobufTypeInfo<?> that && type.equals(that.type);
  }

  @Override
  public int hashCode() {
    return type.hashCode();
  }

  @Override
  public String toString() {
    return "Protobuf<" + type.getSimpleName() + ">";
  }
}
