package io.stillwake.inference.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stillwake.inference.FakeModelServer;
import io.stillwake.inference.InferenceFailure;
import io.stillwake.inference.ModelDescription;
import io.stillwake.inference.TensorSpec;
import io.stillwake.inference.TensorType;
import io.stillwake.inference.ToyFamily;
import io.stillwake.inference.ToyModels;
import io.stillwake.proto.Chunking;
import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.proto.Region;
import io.stillwake.storage.start.StartRefused;
import io.stillwake.storage.start.StartUp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServedModelsTest {

  @Test
  void acceptsAServerThatIsWhatTheDescriptorSays() throws Exception {
    ServedModels models =
        ServedModels.check(List.of(ToyFamily.descriptor().build()), ToyFamily.server());

    assertThat(models.names())
        .containsExactly("toy-anchors", "toy-decode", "toy-frames", "toy-stylize");
    assertThat(models.instances()).isEqualTo(1);
  }

  @Test
  void asksForEveryModelThatADescriptorsFieldsImply() throws Exception {
    ServedModels models =
        ServedModels.check(List.of(ToyFamily.whole().build()), ToyModels.server());

    assertThat(models.names())
        .contains(
            "toy-restore", "toy-regions", "toy-brush", "toy-stylize-by-example", "toy-refine");
    assertThatThrownBy(
            () -> ServedModels.check(List.of(ToyFamily.whole().build()), ToyFamily.server()))
        .hasMessageContaining("'toy-restore'");
  }

  @Test
  void aFamilyChunkedWholeNeedsNoAnchors() throws Exception {
    FamilyDescriptor whole = ToyFamily.descriptor().setChunking(Chunking.WHOLE).build();

    assertThat(ServedModels.check(List.of(whole), ToyFamily.server()).names())
        .containsExactly("toy-decode", "toy-frames", "toy-stylize");
  }

  @Test
  void aFamilyThatTellsItsProgressNeedsTheModelForIt() {
    FamilyDescriptor telling = ToyFamily.descriptor().setProgresses(true).build();

    assertThatThrownBy(() -> ServedModels.check(List.of(telling), ToyFamily.server()))
        .isInstanceOf(InferenceFailure.class)
        .hasMessageContaining("'toy-progress'");
  }

  @Test
  void aDescriptorThatBreaksARuleIsRefusedByItsField(@TempDir Path folder) {
    ToyFamily.write(ToyFamily.descriptor().setOverlap(1).build(), folder);

    assertThatThrownBy(() -> Families.read(folder, ToyFamily.POOL))
        .hasMessage("overlap: 1 of family 'toy' (expected: 0, as its chunking is KEYFRAMES)");
  }

  @Test
  void refusesModelsThatTakeOtherMaps() {
    FamilyDescriptor seeing =
        ToyFamily.whole().addRegions(Region.newBuilder().setName("more")).build();

    assertThatThrownBy(() -> ServedModels.check(List.of(seeing), ToyModels.server()))
        .hasMessageContaining(
            "model 'toy-anchors' input 'regions' is regions FP16 [3, 1, -1, -1]"
                + " (expected: regions FP16 [4, 1, -1, -1])");
  }

  @Test
  void refusesOtherChannelsAndNamesEveryDifference() {
    FamilyDescriptor wider = ToyFamily.descriptor().setLatentChannels(16).build();

    assertThatThrownBy(() -> ServedModels.check(List.of(wider), ToyFamily.server()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(
            "model 'toy-anchors' output 'anchors' is anchors FP16 [2, -1, -1, -1]"
                + " (expected: anchors FP16 [16, -1, -1, -1])")
        .hasMessageContaining("model 'toy-decode' input 'latents'")
        .hasMessageContaining("model 'toy-frames' input 'left_anchor'");
  }

  @Test
  void refusesAnotherLatentType() {
    FamilyDescriptor other = ToyFamily.descriptor().setLatentType("BF16").build();

    assertThatThrownBy(() -> ServedModels.check(List.of(other), ToyFamily.server()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("BF16");
  }

  @Test
  void refusesAMissingInputAndABatchAxis() {
    FakeModelServer server =
        ToyFamily.server()
            .serve(
                new ModelDescription(
                    "toy-decode",
                    List.of(),
                    List.of(
                        new TensorSpec(
                            "frames", TensorType.UINT8, List.of(-1L, -1L, -1L, 3L), false)),
                    1,
                    8));

    assertThatThrownBy(() -> ServedModels.check(List.of(ToyFamily.descriptor().build()), server))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("'toy-decode' input 'latents' is not there")
        .hasMessageContaining("max_batch_size 8 (expected: 0)");
  }

  @Test
  void aModelThatIsNotThereIsNoReasonToWait() {
    FamilyDescriptor unknown = ToyFamily.descriptor().setName("unknown").build();

    assertThatThrownBy(() -> ServedModels.check(List.of(unknown), ToyFamily.server()))
        .isInstanceOf(InferenceFailure.class)
        .hasMessageContaining("'unknown-stylize'");
  }

  @Test
  void refusesToStartWithoutAModel() {
    FamilyDescriptor unknown = ToyFamily.descriptor().setName("unknown").build();
    StartUp startUp = new StartUp(Duration.ofSeconds(30), Duration.ofMillis(1), line -> {});

    assertThatThrownBy(() -> ServedModels.await(List.of(unknown), ToyFamily.server(), startUp))
        .isInstanceOf(StartRefused.class)
        .hasMessageContainingAll("'unknown-stylize'", "every model of the pool's families");
  }

  @Test
  void familiesAreReadFromTheirFoldersAndChosenByPool(@TempDir Path folder) {
    ToyFamily.write(ToyFamily.descriptor().build(), folder);
    ToyFamily.write(ToyFamily.descriptor().setName("other").setPool("gpu").build(), folder);

    assertThat(Families.read(folder, ToyFamily.POOL))
        .extracting(FamilyDescriptor::getName)
        .containsExactly("toy");
    assertThatThrownBy(() -> Families.read(folder, "none"))
        .hasMessageContainingAll("'none'", "gpu", "toys");
  }
}
