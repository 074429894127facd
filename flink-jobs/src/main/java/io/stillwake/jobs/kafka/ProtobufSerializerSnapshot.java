package io.stillwake.jobs.kafka;

import com.google.protobuf.Internal;
import com.google.protobuf.Message;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * What a checkpoint remembers of a {@link ProtobufSerializer}: the message's full protobuf name,
 * which decides compatibility (its fields evolve by protobuf's own rules), and the Java class to
 * read it with until a new serializer is registered.
 */
public final class ProtobufSerializerSnapshot<T extends Message>
    implements TypeSerializerSnapshot<T> {

  private static final int VERSION = 1;

  private Class<T> type;
  private String fullName;

  /** For Flink, which fills it by {@link #readSnapshot}. */
  public ProtobufSerializerSnapshot() {}

  ProtobufSerializerSnapshot(Class<T> type) {
    this.type = type;
    this.fullName = Internal.getDefaultInstance(type).getDescriptorForType().getFullName();
  }

  @Override
  public int getCurrentVersion() {
    return VERSION;
  }

  @Override
  public void writeSnapshot(DataOutputView out) throws IOException {
    out.writeUTF(fullName);
    out.writeUTF(type.getName());
  }

  @Override
  @SuppressWarnings("unchecked") // checked by asSubclass; T is what this snapshot was written for
  public void readSnapshot(int version, DataInputView in, ClassLoader classes) throws IOException {
    fullName = in.readUTF();
    String className = in.readUTF();
    try {
      type = (Class<T>) Class.forName(className, true, classes).asSubclass(Message.class);
    } catch (ClassNotFoundException e) {
      // The class was renamed: the state is still readable by the serializer of the same message.
      type = null;
    }
  }

  @Override
  public TypeSerializer<T> restoreSerializer() {
    if (type == null) {
      throw new IllegalStateException(
          "message %s: its Java class is gone (expected: a class to read the state with)"
              .formatted(fullName));
    }
    return new ProtobufSerializer<>(type);
  }

  @Override
  public TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(
      TypeSerializerSnapshot<T> old) {
    return old instanceof ProtobufSerializerSnapshot<T> that && fullName.equals(that.fullName)
        ? TypeSerializerSchemaCompatibility.compatibleAsIs()
        : TypeSerializerSchemaCompatibility.incompatible();
  }
}
