package io.stillwake.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

  @TempDir private Path root;

  @Test
  void oneStackHoldsAFolder() throws IOException {
    try (DataFolder held = DataFolder.take(root)) {
      assertThatThrownBy(() -> DataFolder.take(held.root()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(root.toString());
    }
  }

  @Test
  void aFolderThatWasGivenBackCanBeTakenAgain() throws IOException {
    DataFolder.take(root).close();

    try (DataFolder again = DataFolder.take(root)) {
      assertThat(again.root()).isEqualTo(root);
    }
  }

  @Test
  void clearingLeavesTheLogs() throws IOException {
    try (DataFolder data = DataFolder.take(root)) {
      Files.writeString(data.sub("logs").resolve("stillwake.log"), "");
      Files.writeString(data.sub("kafka").resolve("segment"), "");

      data.clear();

      assertThat(root.resolve("kafka")).doesNotExist();
      assertThat(root.resolve("logs/stillwake.log")).exists();
    }
  }
}
