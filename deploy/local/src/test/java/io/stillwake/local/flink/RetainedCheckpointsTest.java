package io.stillwake.local.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetainedCheckpointsTest {

  @TempDir private Path folder;

  @Test
  void aFolderThatIsNotThereHasNone() throws IOException {
    assertThat(new RetainedCheckpoints(folder.resolve("absent")).newest()).isEmpty();
  }

  @Test
  void theNewestCompleteCheckpointIsFoundAcrossJobs() throws IOException {
    checkpoint("job-a", "chk-9", 1_000);
    Path newest = checkpoint("job-b", "chk-2", 2_000);

    assertThat(new RetainedCheckpoints(folder).newest()).contains(newest);
  }

  @Test
  void aCheckpointWithoutMetadataWasNotFinished() throws IOException {
    Path complete = checkpoint("job", "chk-1", 1_000);
    Files.createDirectories(folder.resolve("job/chk-2"));

    assertThat(new RetainedCheckpoints(folder).newest()).contains(complete);
  }

  private Path checkpoint(String job, String name, long millis) throws IOException {
    Path checkpoint = Files.createDirectories(folder.resolve(job).resolve(name));
    Path metadata = Files.writeString(checkpoint.resolve("_metadata"), "");
    Files.setLastModifiedTime(metadata, FileTime.fromMillis(millis));
    return checkpoint;
  }
}
