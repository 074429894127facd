package io.stillwake.bench.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.stillwake.proto.triton.ModelInferRequest;
import io.stillwake.proto.triton.ModelInferResponse;
import io.stillwake.storage.latent.LatentTensor;
import io.stillwake.storage.latent.LatentType;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"64, 64, 5, 10240", "768, 512, 16, 3145728", "1280, 832, 38, 20234240"})
  void latentsHaveTheSizeOfThePictureAndAreFinite(int width, int height, int frames, int bytes) {
    try (TestGpu gpu = new TestGpu(folder, 1)) {
      ModelInferResponse response =
          gpu.infer(Requests.frames("w1/1", width, height, frames)).await();

      assertThat(response.getId()).isEqualTo("w1/1");
      assertThat(response.getOutputs(0).getName()).isEqualTo("latents");
      assertThat(response.getOutputs(0).getDatatype()).isEqualTo("FP16");
      assertThat(response.getOutputs(0).getShapeList())
          .containsExactly(16L, (long) frames, height / 8L, width / 8L);
      ByteString data = response.getRawOutputContents(0);
      assertThat(data.size()).isEqualTo(bytes);
      assertThat(
              new LatentTensor(
                      LatentType.F16,
                      16,
                      frames,
                      height / 8,
                      width / 8,
                      data.asReadOnlyByteBuffer())
                  .finite())
          .isTrue();
    }
  }

  @Test
  void framesAreAsManyAsTheLatentsStandFor() {
    try (TestGpu gpu = new TestGpu(folder, 1)) {
      ModelInferResponse response = gpu.infer(Requests.decode("w1/1", 6)).await();

      assertThat(response.getOutputs(0).getName()).isEqualTo("frames");
      assertThat(response.getOutputs(0).getDatatype()).isEqualTo("UINT8");
      assertThat(response.getOutputs(0).getShapeList()).containsExactly(21L, 48L, 64L, 3L);
      assertThat(response.getRawOutputContents(0).size()).isEqualTo(21 * 48 * 64 * 3);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "virtual-other|NOT_FOUND|Request for unknown model: 'virtual-other' is not found",
        "virtual-decode|INVALID_ARGUMENT|unexpected inference input 'picture' for model 'virtual-decode'"
      })
  void aCallOfAnotherModelIsRefused(String model, Status.Code code, String words) {
    refuses(Requests.frames("w1/1", 1).toBuilder().setModelName(model), code, words);
  }

  @Test
  void aCallWithoutAPictureIsRefused() {
    ModelInferRequest.Builder request = Requests.to("virtual-frames", "w1/1");
    refuses(request, Status.Code.INVALID_ARGUMENT, "missing required input 'picture'");
  }

  @Test
  void aCallWithATensorOfAnotherTypeIsRefused() {
    ModelInferRequest.Builder request = Requests.frames("w1/1", 1).toBuilder();
    request.setInputs(0, Requests.tensor("picture", "FP16", 48, 64, 3));
    refuses(request, Status.Code.INVALID_ARGUMENT, "data-type is 'FP16'");
  }

  @Test
  void aCallWithATensorOfAnotherShapeIsRefused() {
    ModelInferRequest.Builder request = Requests.frames("w1/1", 1).toBuilder();
    request.setInputs(0, Requests.tensor("picture", "UINT8", 48, 64, 4));
    refuses(request, Status.Code.INVALID_ARGUMENT, "Expected [-1, -1, 3], got [48, 64, 4]");
  }

  @Test
  void aCallWithTooFewBytesIsRefused() {
    ModelInferRequest.Builder request = Requests.frames("w1/1", 1).toBuilder();
    request.setRawInputContents(0, Requests.zeros(1));
    refuses(request, Status.Code.INVALID_ARGUMENT, "Expected 9216, got 1");
  }

  @Test
  void aServiceTimeBelowZeroIsRefused() {
    refuses(
        Requests.frames("w1/1", -1).toBuilder(),
        Status.Code.INVALID_ARGUMENT,
        "'service_ms' for model 'virtual-frames' is -1.0 (expected: 0 to 3600000)");
  }

  private void refuses(ModelInferRequest.Builder request, Status.Code code, String words) {
    try (TestGpu gpu = new TestGpu(folder, 1)) {
      Status status = gpu.infer(request.build()).status();

      assertThat(status.getCode()).isEqualTo(code);
      assertThat(status.getDescription()).contains(words);
      assertThat(TestGpu.events(gpu.closedLog(), "start")).isEmpty();
    }
  }
}
