package io.stillwake.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stillwake.jobs.JobName;
import io.stillwake.local.StackClient;
import io.stillwake.real.server.FlinkRest;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Renders that are under way go on when an operator changes the jobs. */
@ExtendWith(RunningStack.class)
class UpgradeIT {

  private static final int JOBS = JobName.values().length;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private Path folder;

  @Test
  void theNextBuildGoesOnFromTheSavepointOfTheLast(RealStack stack, StackClient client)
      throws Exception {
    FlinkRest flink = stack.flink();
    TenRenders renders = TenRenders.underWay(client);

    Map<JobName, String> savepoints = new EnumMap<>(JobName.class);
    for (JobName job : JobName.values()) {
      savepoints.put(job, flink.stopWithSavepoint(id(flink, job)));
    }
    assertThat(flink.jobs()).isEmpty();
    String jar = flink.upload(nextBuild());
    for (JobName job : JobName.values()) {
      flink.run(jar, stack.jobArguments(job), Optional.of(savepoints.get(job)));
    }

    renders.assertEndedWellAndOnce();
  }

  @Test
  void jobsRescaleFromOneToFourAndBackUnderWork(RealStack stack, StackClient client)
      throws Exception {
    FlinkRest flink = stack.flink();
    TenRenders renders = TenRenders.underWay(client);

    for (int parallelism : new int[] {2, 4, 1}) {
      for (FlinkRest.Job job : flink.jobs()) {
        flink.rescale(job.id(), parallelism);
      }
      await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .untilAsserted(
              () -> {
                assertThat(flink.allRunning(JOBS)).isTrue();
                for (FlinkRest.Job job : flink.jobs()) {
                  assertThat(flink.parallelism(job.id()).values())
                      .as(job.name())
                      .contains(parallelism)
                      .allMatch(each -> each <= parallelism);
                }
              });
    }

    renders.assertEndedWellAndOnce();
  }

  private static String id(FlinkRest flink, JobName job) throws Exception {
    return flink.job(JobName.title(Set.of(job))).orElseThrow().id();
  }

  /** The job jar as another build would make it: the same code, other bytes. */
  private Path nextBuild() throws Exception {
    Path jar =
        Files.copy(
            RunningStack.installed().jobJar(),
            folder.resolve("stillwake-jobs-next.jar"),
            StandardCopyOption.REPLACE_EXISTING);
    try (FileSystem zip = FileSystems.newFileSystem(jar)) {
      Files.writeString(zip.getPath("build"), "next");
    }
    return jar;
  }
}
