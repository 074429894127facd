package io.stillwake.bench.stack;

import io.stillwake.bench.gpu.VirtualFamily;
import io.stillwake.ingest.setup.Setup;
import io.stillwake.ingest.setup.SetupConfig;
import io.stillwake.ingest.setup.report.Report;
import io.stillwake.jobs.JobName;
import io.stillwake.real.Installed;
import io.stillwake.real.KeptServer;
import io.stillwake.real.KeptServers;
import io.stillwake.real.server.FlinkCluster;
import io.stillwake.real.server.FlinkJobs;
import io.stillwake.real.server.MinioServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The servers of a bench under one folder, kept running until they are taken down. */
final class BenchStack {

  private static final Duration PATIENCE = Duration.ofSeconds(120);

  /** Those that need others go down before them. */
  private static final List<String> ORDER_OF_END =
      List.of(BenchPlan.INGEST, "worker", "taskmanager", "jobmanager");

  private final Path folder;
  private final Installed installed;
  private final KeptServers kept;

  BenchStack(Path folder, Installed installed) {
    this.folder = folder.toAbsolutePath().normalize();
    this.installed = installed;
    this.kept = new KeptServers(this.folder, installed);
  }

  /**
   * Starts what does not run yet and returns when work is taken.
   *
   * @param progress told the name of each part as it serves
   */
  void up(BenchShape shape, Consumer<String> progress) throws Exception {
    Files.createDirectories(folder);
    VirtualFamily.write(BenchPlan.families(folder));
    BenchPlan plan = BenchPlan.of(folder, installed, shape);
    kept.start(plan.stores(), progress);
    Report setup = new Report(false, line -> {});
    Setup.run(
        SetupConfig.of(
            plan.ports().address("kafka"),
            Set.of(VirtualFamily.NAME),
            MinioServer.root(plan.ports().port("minio")),
            Set.of(FlinkCluster.BUCKET)),
        setup);
    setup.requireWell();
    progress.accept("topics and buckets");
    kept.launch(plan.engines());
    kept.launch(plan.parts());
    kept.await(plan.engines(), progress);
    run(shape.flow().jobs(), plan);
    progress.accept("jobs");
    kept.await(plan.parts(), progress);
    UsualHeartbeats.set(plan.ports().address("kafka"), VirtualFamily.NAME);
    BenchAddresses.of(plan, folder).save(folder);
  }

  private void run(List<JobName> jobs, BenchPlan plan) throws IOException, InterruptedException {
    new FlinkJobs(
            plan.flink(),
            installed.jobJar(),
            plan.ports().address("kafka"),
            BenchPlan.families(folder))
        .run(jobs, PATIENCE, kept.of("jobmanager").log());
  }

  /** Stops every server of the folder. */
  void down() throws IOException, InterruptedException {
    for (String part : ORDER_OF_END) {
      KeptServers.stop(running(part));
    }
    KeptServers.stop(kept.all());
  }

  private List<KeptServer> running(String part) throws IOException {
    return kept.all().stream().filter(server -> server.name().startsWith(part)).toList();
  }
}
