package io.stillwake.real;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whether one set of protobuf files can stand for another on the wire. Both are written down as
 * facts by full name, such as {@code field inference.ModelInferRequest.id} and {@code
 * LABEL_OPTIONAL TYPE_STRING = 3}; what matters for nobody who sends or reads bytes (file names,
 * options of languages, comments) is no fact.
 */
final class WireDifferences {

  private final Map<String, String> facts = new TreeMap<>();

  private WireDifferences(FileDescriptorSet files) {
    for (FileDescriptorProto file : files.getFileList()) {
      String scope = file.getPackage();
      file.getMessageTypeList().forEach(message -> message(scope, message));
      file.getEnumTypeList().forEach(type -> enumeration(scope, type));
      file.getServiceList().forEach(service -> service(scope, service));
    }
  }

  /** What {@code ours} has that {@code theirs} has not, or has otherwise; empty: it may stand. */
  static List<String> between(FileDescriptorSet ours, FileDescriptorSet theirs) {
    Map<String, String> expected = new WireDifferences(theirs).facts;
    List<String> differences = new ArrayList<>();
    new WireDifferences(ours)
        .facts.forEach(
            (name, fact) -> {
              if (!fact.equals(expected.get(name))) {
                differences.add("%s: %s (expected: %s)".formatted(name, fact, expected.get(name)));
              }
            });
    return differences;
  }

  private void message(String scope, DescriptorProto message) {
    String name = scope + "." + message.getName();
    facts.put("message " + name, "there");
    for (FieldDescriptorProto field : message.getFieldList()) {
      facts.put("field " + name + "." + field.getName(), fact(message, field));
    }
    message.getNestedTypeList().forEach(nested -> message(name, nested));
    message.getEnumTypeList().forEach(nested -> enumeration(name, nested));
  }

  private static String fact(DescriptorProto message, FieldDescriptorProto field) {
    String choice =
        field.hasOneofIndex() ? " of " + message.getOneofDecl(field.getOneofIndex()).getName() : "";
    return "%s %s%s = %d%s"
        .formatted(
            field.getLabel(), field.getType(), field.getTypeName(), field.getNumber(), choice);
  }

  private void enumeration(String scope, EnumDescriptorProto type) {
    for (EnumValueDescriptorProto value : type.getValueList()) {
      facts.put(
          "value " + scope + "." + type.getName() + "." + value.getName(),
          Integer.toString(value.getNumber()));
    }
  }

  private void service(String scope, ServiceDescriptorProto service) {
    for (MethodDescriptorProto method : service.getMethodList()) {
      facts.put(
          "method " + scope + "." + service.getName() + "." + method.getName(),
          "%s %s, %s %s"
              .formatted(
                  method.getInputType(),
                  method.getClientStreaming() ? "stream" : "once",
                  method.getOutputType(),
                  method.getServerStreaming() ? "stream" : "once"));
    }
  }
}
