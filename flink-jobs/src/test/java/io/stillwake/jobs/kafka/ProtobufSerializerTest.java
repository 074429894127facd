package io.stillwake.jobs.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.stillwake.proto.ModelCall;
import io.stillwake.proto.Parameter;
import io.stillwake.proto.StylizeTask;
import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkResult;
import java.io.IOException;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

final class ProtobufSerializerTest {

  private static final WorkItem ITEM =
      WorkItem.newBuilder()
          .setWorkId("w")
          .setStylize(
              StylizeTask.newBuilder()
                  .setCall(
                      ModelCall.newBuilder()
                          .addParameters(Parameter.newBuilder().setName("seed").addInts(7))
                          .addParameters(Parameter.newBuilder().setName("motion").addFloats(.5))))
          .build();

  @Test
  void nestedRepeatedMessagesComeBackEqual() throws IOException {
    assertThat(roundTrip(ITEM)).isEqualTo(ITEM);
  }

  @Test
  void mapsOfMessagesComeBackEqual() throws IOException {
    Struct struct =
        Struct.newBuilder()
            .putFields("a", Value.newBuilder().setNumberValue(1).build())
            .putFields("b", Value.newBuilder().setStructValue(Struct.getDefaultInstance()).build())
            .build();

    assertThat(roundTrip(struct)).isEqualTo(struct);
  }

  @Test
  void recordsFollowEachOtherInOneStream() throws IOException {
    TypeSerializer<WorkItem> serializer = serializer(ITEM);
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(WorkItem.getDefaultInstance(), out);
    DataOutputSerializer copy = new DataOutputSerializer(64);
    serializer.serialize(ITEM, out);
    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
    serializer.copy(in, copy);
    serializer.copy(in, copy);
    DataInputDeserializer copied = new DataInputDeserializer(copy.getCopyOfBuffer());

    assertThat(serializer.deserialize(copied)).isEqualTo(WorkItem.getDefaultInstance());
    assertThat(serializer.deserialize(ITEM, copied)).isEqualTo(ITEM);
  }

  @Test
  void serializerTravelsToTheTaskManager() throws Exception {
    TypeSerializer<WorkItem> serializer = serializer(ITEM);
    serializer.createInstance();

    TypeSerializer<WorkItem> clone = InstantiationUtil.clone(serializer);

    assertThat(clone).isEqualTo(serializer);
    assertThat(roundTrip(clone, ITEM)).isEqualTo(ITEM);
  }

  @Test
  void bytesOfSomethingElseAreRefusedByName() throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(8);
    out.writeInt(1);
    out.write(0xff);

    assertThatThrownBy(
            () -> serializer(ITEM).deserialize(new DataInputDeserializer(out.getCopyOfBuffer())))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("WorkItem");
  }

  @Test
  void restoredSnapshotReadsAndIsCompatible() throws IOException {
    TypeSerializerSnapshot<WorkItem> restored = rewritten(serializer(ITEM));

    assertThat(roundTrip(restored.restoreSerializer(), ITEM)).isEqualTo(ITEM);
    assertThat(
            serializer(ITEM)
                .snapshotConfiguration()
                .resolveSchemaCompatibility(restored)
                .isCompatibleAsIs())
        .isTrue();
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"}) // the mix-up that the snapshot is there to find
  void snapshotOfAnotherMessageIsNotCompatible() throws IOException {
    TypeSerializerSnapshot other = rewritten(serializer(WorkResult.getDefaultInstance()));

    assertThat(
            serializer(ITEM)
                .snapshotConfiguration()
                .resolveSchemaCompatibility(other)
                .isIncompatible())
        .isTrue();
  }

  @Test
  void snapshotHoldsTheNameOfTheMessage() throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer(ITEM).snapshotConfiguration().writeSnapshot(out);

    assertThat(new DataInputDeserializer(out.getCopyOfBuffer()).readUTF())
        .isEqualTo("stillwake.v1.WorkItem");
  }

  @Test
  void stateOfARenamedClassIsReadByTheNewOne() throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    out.writeUTF("stillwake.v1.WorkItem");
    out.writeUTF("io.stillwake.old.WorkItem");
    ProtobufSerializerSnapshot<WorkItem> old = new ProtobufSerializerSnapshot<>();
    old.readSnapshot(
        1, new DataInputDeserializer(out.getCopyOfBuffer()), getClass().getClassLoader());

    assertThat(
            serializer(ITEM)
                .snapshotConfiguration()
                .resolveSchemaCompatibility(old)
                .isCompatibleAsIs())
        .isTrue();
  }

  private static <T extends Message> TypeSerializer<T> serializer(T prototype) {
    return ProtobufTypeInfo.of(prototype).createSerializer(new SerializerConfigImpl());
  }

  private static <T extends Message> T roundTrip(T message) throws IOException {
    return roundTrip(serializer(message), message);
  }

  private static <T> T roundTrip(TypeSerializer<T> serializer, T message) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(message, out);
    return serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
  }

  private static <T> TypeSerializerSnapshot<T> rewritten(TypeSerializer<T> serializer)
      throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    TypeSerializerSnapshot.writeVersionedSnapshot(out, serializer.snapshotConfiguration());
    return TypeSerializerSnapshot.readVersionedSnapshot(
        new DataInputDeserializer(out.getCopyOfBuffer()),
        ProtobufSerializerTest.class.getClassLoader());
  }
}
