package io.stillwake.storage.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import io.stillwake.proto.FamilyDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FamilyFolderTest {

  @TempDir Path folder;

  @Test
  void readsEveryFolderThatHasADescriptor() throws IOException {
    write("reference", "{\"name\": \"reference\", \"pool\": \"cpu\"}");
    write("diffusion", "{\"name\": \"diffusion\", \"pool\": \"gpu\"}");
    Files.createDirectories(folder.resolve("notes"));

    assertThat(FamilyFolder.read(folder))
        .extracting(FamilyDescriptor::getName, FamilyDescriptor::getPool)
        .containsExactly(tuple("diffusion", "gpu"), tuple("reference", "cpu"));
  }

  @Test
  void namesFamiliesByTheirPool() throws IOException {
    write("reference", "{\"name\": \"reference\", \"pool\": \"cpu\"}");
    write("wan", "{\"name\": \"wan\", \"pool\": \"gpu\"}");
    write("ltx", "{\"name\": \"ltx\", \"pool\": \"gpu\"}");

    assertThat(FamilyFolder.byPool(folder))
        .containsExactly(entry("cpu", List.of("reference")), entry("gpu", List.of("ltx", "wan")));
  }

  @Test
  void namesTheFolderThatHasNone() {
    assertThatThrownBy(() -> FamilyFolder.read(folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(folder.toString());
  }

  @Test
  void namesTheFileThatIsNoDescriptor() throws IOException {
    write("reference", "{\"name\": 3");

    assertThatThrownBy(() -> FamilyFolder.read(folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("family.json");
  }

  @Test
  void refusesAFamilyUnderAnotherName() throws IOException {
    write("reference", "{\"name\": \"diffusion\"}");

    assertThatThrownBy(() -> FamilyFolder.read(folder))
        .hasMessageContainingAll("'diffusion'", "'reference'");
  }

  private void write(String family, String descriptor) throws IOException {
    Files.writeString(
        Files.createDirectories(folder.resolve(family)).resolve("family.json"), descriptor);
  }
}
