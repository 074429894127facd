package io.stillwake.bench.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stillwake.inference.triton.TritonModelServer;
import io.stillwake.inference.worker.ServedFamily;
import io.stillwake.proto.Chunking;
import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.proto.triton.ModelConfigRequest;
import io.stillwake.storage.family.FamilyFolder;
import io.stillwake.storage.family.PlanningRules;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ServedFamilyTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(names = {"KEYFRAMES", "WHOLE"})
  void filmsCanBePlannedByTheDescriptor(Chunking chunking) throws Exception {
    FamilyDescriptor family = VirtualFamily.descriptor(chunking, 4, 0.2, 64);
    VirtualFamily.write(folder, family);

    assertThat(FamilyFolder.read(folder)).containsExactly(family);
    assertThat(PlanningRules.require(family)).isEqualTo(family);
  }

  @ParameterizedTest
  @CsvSource({
    "KEYFRAMES, virtual-anchors virtual-decode virtual-frames",
    "WHOLE, virtual-decode virtual-frames"
  })
  void aWorkerServesIt(Chunking chunking, String models) throws Exception {
    FamilyDescriptor family = VirtualFamily.descriptor(chunking, 4, 0.2, 64);
    try (TestGpu gpu = new TestGpu(folder, 3);
        TritonModelServer server = TritonModelServer.connect(gpu.address())) {
      assertThat(ServedFamily.examine(family, server)).containsExactly(models.split(" "));
      assertThat(server.describe("virtual-frames").instances()).isEqualTo(3);
    }
  }

  @Test
  void aChunkOfTheDefaultSizeCostsTheMeanServiceTime() {
    FamilyDescriptor family = VirtualFamily.descriptor(Chunking.KEYFRAMES, 4, 0.2, 128);

    double scale = family.getDefaultPixels() / (768.0 * 512);
    assertThat(family.getCost().getFrames() * 16 * scale).isCloseTo(0.2, within(1e-9));
    assertThat(family.getCost().getDecode() * 24 * scale).isCloseTo(0.2, within(1e-9));
  }

  @Test
  void callersNeedGiveNoMoreThanPictureAndFrames() {
    try (TestGpu gpu = new TestGpu(folder, 1)) {
      List<String> required =
          gpu
              .ask()
              .modelConfig(ModelConfigRequest.newBuilder().setName("virtual-frames").build())
              .getConfig()
              .getInputList()
              .stream()
              .filter(input -> !input.getOptional())
              .map(input -> input.getName())
              .toList();

      assertThat(required).containsExactly("picture", "frame");
    }
  }
}
