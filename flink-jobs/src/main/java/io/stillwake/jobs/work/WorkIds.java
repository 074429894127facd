package io.stillwake.jobs.work;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import io.stillwake.proto.WorkKind;
import io.stillwake.storage.Tenant;
import io.stillwake.storage.WorkId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Names items of work by their content. */
public final class WorkIds {

  private WorkIds() {}

  /**
   * @param inputs content hashes of what is read, or ids of the work that makes it
   * @param parameters the task without its inputs' places and without destinations: two renders
   *     that share a step must get the same id
   */
  public static String of(
      String tenant,
      WorkKind kind,
      List<String> inputs,
      Message parameters,
      String model,
      String version) {
    return WorkId.of(
            new Tenant(tenant), StepName.of(kind), inputs, bytes(parameters), model, version)
        .value();
  }

  /** Map fields would otherwise be written in any order. */
  private static byte[] bytes(Message message) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(message.getSerializedSize());
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.useDeterministicSerialization();
    try {
      message.writeTo(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory does not fail", e);
    }
    return bytes.toByteArray();
  }
}
