package io.stillwake.real;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import io.stillwake.proto.triton.ModelConfig;
import io.stillwake.proto.triton.ModelInferRequest;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class WireDifferencesTest {

  /** What our classes of Triton's protocol were generated from. */
  static final FileDescriptorSet OURS =
      FileDescriptorSet.newBuilder()
          .addFile(ModelConfig.getDescriptor().getFile().toProto())
          .addFile(ModelInferRequest.getDescriptor().getFile().toProto())
          .build();

  private static final int CONFIG = 0;
  private static final int SERVICE = 1;

  /** Differences from the same files in which one thing was changed. */
  private static List<String> changed(int file, Consumer<FileDescriptorProto.Builder> change) {
    FileDescriptorSet.Builder theirs = OURS.toBuilder();
    change.accept(theirs.getFileBuilder(file));
    return WireDifferences.between(OURS, theirs.build());
  }

  private static DescriptorProto.Builder message(FileDescriptorProto.Builder file, String name) {
    return file.getMessageTypeBuilderList().stream()
        .filter(message -> message.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static FieldDescriptorProto.Builder id(FileDescriptorProto.Builder file) {
    return message(file, "ModelInferRequest").getFieldBuilderList().stream()
        .filter(field -> field.getName().equals("id"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theSameFilesDoNotDiffer() {
    assertThat(changed(SERVICE, file -> file.setName("service.proto").clearOptions())).isEmpty();
  }

  @Test
  void theyMayHaveMore() {
    assertThat(
            changed(
                SERVICE,
                file -> message(file, "ModelInferRequest").addFieldBuilder().setName("newer")))
        .isEmpty();
  }

  @Test
  void findsAnotherNumber() {
    assertThat(changed(SERVICE, file -> id(file).setNumber(99)))
        .containsExactly(
            "field inference.ModelInferRequest.id: LABEL_OPTIONAL TYPE_STRING = 3"
                + " (expected: LABEL_OPTIONAL TYPE_STRING = 99)");
  }

  @Test
  void findsAnotherTypeAndAnotherLabel() {
    assertThat(changed(SERVICE, file -> id(file).setType(FieldDescriptorProto.Type.TYPE_INT64)))
        .hasSize(1);
    assertThat(
            changed(SERVICE, file -> id(file).setLabel(FieldDescriptorProto.Label.LABEL_REPEATED)))
        .hasSize(1);
  }

  @Test
  void findsAnotherName() {
    assertThat(changed(SERVICE, file -> id(file).setName("identity")))
        .containsExactly(
            "field inference.ModelInferRequest.id: LABEL_OPTIONAL TYPE_STRING = 3 (expected: null)");
  }

  @Test
  void findsAnotherValueOfAnEnum() {
    assertThat(
            changed(
                CONFIG,
                file ->
                    file.getEnumTypeBuilderList().stream()
                        .filter(type -> type.getName().equals("DataType"))
                        .map(EnumDescriptorProto.Builder::getValueBuilderList)
                        .forEach(values -> values.get(0).setNumber(99))))
        .containsExactly("value inference.DataType.TYPE_INVALID: 0 (expected: 99)");
  }

  @Test
  void findsAnotherMethod() {
    assertThat(
            changed(
                SERVICE,
                file -> file.getServiceBuilder(0).getMethodBuilder(0).setServerStreaming(true)))
        .hasSize(1)
        .first()
        .asString()
        .startsWith("method inference.GRPCInferenceService.ServerLive:");
  }
}
