package io.stillwake.local.flink;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Flink cluster in this JVM with its web UI. A job continues from the newest checkpoint that an
 * earlier run left in the same folder.
 */
public final class EmbeddedFlink implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EmbeddedFlink.class);

  private final MiniCluster cluster;
  private final Path checkpoints;
  private final Configuration configuration;

  private EmbeddedFlink(MiniCluster cluster, Path checkpoints, Configuration configuration) {
    this.cluster = cluster;
    this.checkpoints = checkpoints;
    this.configuration = configuration;
  }

  /**
   * @param folder keeps checkpoints between runs
   * @param port of the web UI and REST API on the loopback
   * @param slots how many parallel subtasks can run
   */
  public static EmbeddedFlink start(Path folder, int port, int slots) throws Exception {
    Path checkpoints = folder.resolve("checkpoints");
    Configuration configuration = new Configuration();
    configuration.set(RestOptions.ADDRESS, "127.0.0.1");
    configuration.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
    configuration.set(RestOptions.PORT, port);
    configuration.set(RestOptions.BIND_PORT, Integer.toString(port));
    configuration.set(JobManagerOptions.BIND_HOST, "127.0.0.1");
    configuration.set(TaskManagerOptions.BIND_HOST, "127.0.0.1");
    configuration.set(WebOptions.SUBMIT_ENABLE, false);
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(32));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(32));
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(16));
    configuration.set(StateBackendOptions.STATE_BACKEND, "hashmap");
    configuration.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
        checkpoints.toAbsolutePath().toUri().toString());
    configuration.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, 2);
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(slots)
                .build());
    cluster.start();
    return new EmbeddedFlink(cluster, checkpoints, configuration);
  }

  public URI webUi() {
    return cluster.getRestAddress().join();
  }

  /** Submits what the topology adds to the environment and returns once it is accepted. */
  public void run(String name, Consumer<StreamExecutionEnvironment> topology) throws Exception {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    topology.accept(environment);
    StreamGraph graph = environment.getStreamGraph();
    graph.setJobName(name);
    JobGraph job = graph.getJobGraph();
    new RetainedCheckpoints(checkpoints)
        .newest()
        .ifPresent(
            checkpoint -> {
              log.info("job continues from an earlier run job={} checkpoint={}", name, checkpoint);
              job.setSavepointRestoreSettings(
                  SavepointRestoreSettings.forPath(
                      checkpoint.toUri().toString(), false, RecoveryClaimMode.CLAIM));
            });
    cluster.submitJob(job).get();
  }

  /** Whether every task of every job runs. */
  public boolean running() throws Exception {
    return !cluster.listJobs().get().isEmpty()
        && cluster.listJobs().get().stream()
            .allMatch(job -> job.getJobState() == JobStatus.RUNNING);
  }

  /** Stops at once; the jobs are suspended, their last checkpoint stays. */
  @Override
  public void close() throws Exception {
    cluster.closeAsync().get(Duration.ofSeconds(30).toMillis(), TimeUnit.MILLISECONDS);
  }
}
