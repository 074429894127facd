package io.stillwake.real;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Our {@code .proto} files of Triton against those that NVIDIA's own client was made from. */
class TritonProtocolIT {

  private static final String DUMP =
      """
      import sys
      from google.protobuf.descriptor_pb2 import FileDescriptorSet
      from tritonclient.grpc import model_config_pb2, service_pb2

      files = FileDescriptorSet()
      for module in (model_config_pb2, service_pb2):
          module.DESCRIPTOR.CopyToProto(files.file.add())
      sys.stdout.buffer.write(files.SerializeToString())
      """;

  @Test
  void everythingWeHaveIsTheSameInTritonsClient() throws Exception {
    assertThat(WireDifferences.between(WireDifferencesTest.OURS, tritonclient())).isEmpty();
  }

  private static FileDescriptorSet tritonclient() throws IOException, InterruptedException {
    String python = RunningStack.installed().python().toString();
    Process process =
        new ProcessBuilder(python, "-c", DUMP)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    byte[] files = process.getInputStream().readAllBytes();
    assertThat(process.waitFor()).as("status of %s", python).isZero();
    return FileDescriptorSet.parseFrom(files);
  }
}
