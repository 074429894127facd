package io.stillwake.real.server;

import io.stillwake.jobs.JobName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Our jobs on a cluster, each on its own, as in production.
 *
 * @param jar the job jar
 * @param kafka bootstrap servers
 * @param families the folder of the model families
 */
public record FlinkJobs(FlinkRest flink, Path jar, String kafka, Path families) {

  /**
   * Submits those that the cluster does not have; one that it still has goes on by itself. Returns
   * when all run.
   *
   * @param log of the JobManager, named where they do not in time
   * @throws IllegalStateException where they do not
   */
  public void run(Collection<JobName> jobs, Duration patience, Path log)
      throws IOException, InterruptedException {
    List<JobName> missing = new ArrayList<>();
    for (JobName job : jobs) {
      if (flink.job(JobName.title(Set.of(job))).isEmpty()) {
        missing.add(job);
      }
    }
    if (!missing.isEmpty()) {
      String uploaded = flink.upload(jar);
      for (JobName job : missing) {
        flink.run(uploaded, arguments(job), Optional.empty());
      }
    }
    flink.awaitRunning(jobs.size(), patience, log);
  }

  /** What the main class of the job jar is told for one of the jobs. */
  public List<String> arguments(JobName job) {
    return List.of("--jobs", job.word(), "--kafka", kafka, "--families", families.toString());
  }
}
