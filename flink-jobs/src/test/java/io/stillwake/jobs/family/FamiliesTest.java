package io.stillwake.jobs.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.util.JsonFormat;
import io.stillwake.jobs.SomeRender;
import io.stillwake.proto.Chunking;
import io.stillwake.proto.FamilyDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FamiliesTest {

  @TempDir private Path folder;

  @Test
  void readsEveryFolderThatHasADescriptor() throws Exception {
    write("reference", SomeRender.FAMILY);
    Files.createDirectory(folder.resolve("notes"));

    assertThat(Families.load(folder).find("reference")).contains(SomeRender.FAMILY);
    assertThat(Families.load(folder).names()).containsExactly("reference");
  }

  @Test
  void descriptorsThatShipCanBePlannedBy() {
    assertThat(Families.load(Path.of("../deploy/triton")).names()).contains("reference");
  }

  @Test
  void travelsWithItsOperators() throws Exception {
    Families families = Families.of(SomeRender.FAMILY);

    assertThat(InstantiationUtil.clone(families).find("reference")).contains(SomeRender.FAMILY);
  }

  @Test
  void refusesAFolderWithoutFamilies() {
    assertThatThrownBy(() -> Families.load(folder))
        .hasMessageContaining("expected: folders with a family.json");
  }

  @Test
  void refusesANameThatIsNotItsFolders() throws Exception {
    write("other", SomeRender.FAMILY);

    assertThatThrownBy(() -> Families.load(folder))
        .hasMessageContaining("name: 'reference'")
        .hasMessageContaining("(expected: 'other', its folder)");
  }

  @Test
  void refusesWhatIsNoDescriptor() throws Exception {
    Path file = Files.createDirectory(folder.resolve("reference")).resolve("family.json");
    Files.writeString(file, "{\"nome\": 1}");

    assertThatThrownBy(() -> Families.load(folder)).hasMessageContaining(file.toString());
  }

  @Test
  void refusesWhatCannotBePlannedBy() {
    FamilyDescriptor.Builder family = SomeRender.FAMILY.toBuilder();

    assertThatThrownBy(() -> Families.of(family.clone().setSegmentFrames(0).build()))
        .hasMessage("segment_frames: 0 of family 'reference' (expected: at least 1)");
    assertThatThrownBy(() -> Families.of(family.clone().setFramesPerChunk(0).build()))
        .hasMessageContaining("frames_per_chunk: 0");
    assertThatThrownBy(() -> Families.of(family.clone().setPool("").build()))
        .hasMessageContaining("pool: ''");
    assertThatThrownBy(
            () -> Families.of(family.clone().setChunking(Chunking.CHUNKING_UNSPECIFIED).build()))
        .hasMessageContaining("chunking: CHUNKING_UNSPECIFIED");
    assertThatThrownBy(() -> Families.of(family.clone().setOverlap(2).build()))
        .hasMessage("overlap: 2 of family 'reference' (expected: 0, as its chunking is KEYFRAMES)");
  }

  private void write(String name, FamilyDescriptor family) throws Exception {
    Path file = Files.createDirectory(folder.resolve(name)).resolve("family.json");
    Files.writeString(file, JsonFormat.printer().print(family));
  }
}
