package io.stillwake.jobs;

import io.stillwake.jobs.family.Families;
import io.stillwake.storage.Topics;
import io.stillwake.storage.start.KafkaTopics;
import io.stillwake.storage.start.StartRefused;
import io.stillwake.storage.start.StartUp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ParameterTool;

/**
 * Runs the three jobs, each as its own Flink job or all as one:
 *
 * <pre>
 *   render-commands, uploads -> GenerateJob -> work-requests -> DispatchJob -> work.&lt;pool>.&lt;class>
 *                                    |                              ^               |
 *                              latent-chunks                   work-results  <-  workers
 *                                    v                              |
 *                              AssembleJob  <-----------------------+
 *                                    |
 *                              render-events
 * </pre>
 */
public final class JobsMain {

  private static final Set<String> OPTIONS =
      Set.of(
          "jobs",
          "kafka",
          "families",
          "checkpoint-interval",
          "upload-timeout",
          "ticket-timeout",
          "parallelism",
          "tenant-weights");

  private JobsMain() {}

  /**
   * {@code --kafka host:port --families DIR [--jobs generate,dispatch,assemble] [--…]}, see {@link
   * JobsConfig}. Waits for Kafka, for {@code STILLWAKE_START_PATIENCE} at most.
   *
   * @throws IllegalArgumentException where an option is unknown, missing or wrong
   * @throws StartRefused where Kafka does not come, or has not all topics
   */
  public static void main(String[] args) throws Exception {
    Map<String, String> options = ParameterTool.fromArgs(args).toMap();
    Set<String> unknown = new TreeSet<>(options.keySet());
    unknown.removeAll(OPTIONS);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "options: %s (expected: some of %s)".formatted(unknown, new TreeSet<>(OPTIONS)));
    }
    Set<JobName> jobs = JobName.chosen(options);
    JobsConfig config = JobsConfig.from(options, System.getenv());
    awaitTopics(config);
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    build(env, jobs, config);
    env.execute(JobName.title(jobs));
  }

  /** A source or sink would look for a missing topic for ever, restart by restart. */
  private static void awaitTopics(JobsConfig config) throws InterruptedException {
    List<String> names = new ArrayList<>(Topics.fixed());
    Families.load(config.families().toPath())
        .pools()
        .forEach(pool -> names.addAll(Topics.work(pool)));
    KafkaTopics topics = new KafkaTopics(config.kafka(), names);
    StartUp.fromEnvironment(System.getenv(), line -> {}).await(topics.where(), topics);
  }

  /**
   * Puts the jobs' topologies and settings into an environment; starts nothing. Uids and consumer
   * groups are the same in every combination, so that state moves between them.
   */
  public static void build(StreamExecutionEnvironment env, Set<JobName> jobs, JobsConfig config) {
    env.configure(JobSettings.of(config));
    for (JobName job : jobs) {
      switch (job) {
        case GENERATE -> GenerateJob.build(env, config);
        case DISPATCH -> DispatchJob.build(env, config);
        case ASSEMBLE -> AssembleJob.build(env, config);
      }
    }
  }
}
