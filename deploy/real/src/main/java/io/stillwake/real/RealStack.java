package io.stillwake.real;

import io.stillwake.ingest.setup.Setup;
import io.stillwake.ingest.setup.report.Report;
import io.stillwake.jobs.JobName;
import io.stillwake.local.StackAddresses;
import io.stillwake.real.server.FlinkJobs;
import io.stillwake.real.server.FlinkRest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** The system on real servers, every one a kept process under one folder. */
public final class RealStack {

  private static final Duration PATIENCE = Duration.ofSeconds(180);

  private final Path folder;
  private final Installed installed;
  private final KeptServers kept;

  public RealStack(Path folder, Installed installed) {
    this.folder = folder.toAbsolutePath().normalize();
    this.installed = installed;
    this.kept = new KeptServers(this.folder, installed);
  }

  public Path folder() {
    return folder;
  }

  /**
   * Starts what does not run yet, prepares it, and returns when renders are taken.
   *
   * @param progress told the name of each server as it serves
   * @throws IllegalStateException naming the server that does not, with the end of its log
   */
  public StackAddresses up(Consumer<String> progress) throws Exception {
    Files.createDirectories(folder);
    StackPlan plan = StackPlan.of(folder, installed);
    kept.start(plan.stores(), progress);
    Report setup = new Report(false, line -> {});
    Setup.run(plan.setup(), setup);
    setup.requireWell();
    progress.accept("topics and buckets");
    kept.launch(plan.engines());
    // They wait for what they need by themselves.
    kept.launch(plan.parts());
    kept.await(plan.engines(), progress);
    submitJobs(plan);
    progress.accept("jobs");
    kept.await(plan.parts(), progress);
    StackAddresses addresses = addresses();
    addresses.save(folder);
    return addresses;
  }

  private void submitJobs(StackPlan plan) throws IOException, InterruptedException {
    jobs(plan).run(List.of(JobName.values()), PATIENCE, kept("jobmanager").log());
  }

  /** What the main class of the job jar is told for one of the jobs. */
  public List<String> jobArguments(JobName job) throws IOException {
    return jobs(StackPlan.of(folder, installed)).arguments(job);
  }

  private FlinkJobs jobs(StackPlan plan) {
    return new FlinkJobs(
        plan.flink(), installed.jobJar(), plan.ports().address("kafka"), plan.families().folder());
  }

  /** Has it serve the families of that folder, now and at every later start. */
  public void serve(Path families) throws IOException {
    StackFamilies.choose(folder, families);
  }

  /** The cluster, as an operator asks it. */
  public FlinkRest flink() throws IOException {
    return StackPlan.of(folder, installed).flink();
  }

  /** The gRPC addresses of all Tritons. */
  public List<String> tritons() throws IOException {
    return StackPlan.of(folder, installed).tritons();
  }

  /** Where a worker tells how it is. */
  public URI health(String worker) throws IOException {
    return URI.create(
        "http://" + StackPlan.of(folder, installed).ports().address(StackPorts.health(worker)));
  }

  /** Whether a stack was ever started on the folder. */
  public boolean isKnown() {
    return Files.isRegularFile(folder.resolve("ports.json"));
  }

  /** Every server of the stack, the first started first. */
  public List<Server> servers() throws IOException {
    return StackPlan.of(folder, installed).all();
  }

  public StackAddresses addresses() throws IOException {
    long keeper = kept("ingest").keeper().map(ProcessHandle::pid).orElse(-1L);
    return StackPlan.of(folder, installed).addresses(keeper);
  }

  /** A server of this stack by its name, whether it runs or not. */
  public KeptServer kept(String name) {
    return kept.of(name);
  }

  /** Every server that was ever started here, in the order of names. */
  public List<KeptServer> all() throws IOException {
    return kept.all();
  }

  /** Stops every server that runs, those that need others before these. */
  public void down() throws IOException, InterruptedException {
    StackAddresses.forget(folder);
    if (isKnown()) {
      StackPlan plan = StackPlan.of(folder, installed);
      for (List<Server> stage : List.of(plan.parts(), plan.engines(), plan.stores())) {
        KeptServers.stop(stage.stream().map(server -> kept(server.name())).toList());
      }
    }
    // A server that an older plan had is not in today's.
    KeptServers.stop(all());
  }
}
