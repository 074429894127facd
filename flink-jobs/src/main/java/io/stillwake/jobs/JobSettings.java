package io.stillwake.jobs;

import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.CheckpointingMode;

/**
 * How Flink is to run our jobs, wherever they run. Where state and checkpoints are kept is the
 * cluster's business and not set here.
 */
final class JobSettings {

  /** Fixed for ever, since state is dealt out by it; 720 has many divisors to scale to. */
  private static final int MAX_PARALLELISM = 720;

  private JobSettings() {}

  static Configuration of(JobsConfig config) {
    Configuration settings = new Configuration();
    settings.set(CoreOptions.DEFAULT_PARALLELISM, config.parallelism());
    settings.set(PipelineOptions.MAX_PARALLELISM, MAX_PARALLELISM);

    settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, config.checkpointInterval());
    settings.set(
        CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
    settings.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    // A checkpoint that could not be stored is taken again; a restart would not bring the store
    // back, and would undo what was done since the last good one.
    settings.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, Integer.MAX_VALUE);

    // Few and small records, and somebody waits for each: send them at once.
    settings.set(ExecutionOptions.BUFFER_TIMEOUT, Duration.ZERO);
    // All that travels is immutable: protobuf messages, records, strings.
    settings.set(PipelineOptions.OBJECT_REUSE, true);
    // Kryo would take protobuf messages and fail at the first filled list.
    settings.set(PipelineOptions.GENERIC_TYPES, false);
    // A forgotten uid must fail at the start, not at the first restore.
    settings.set(PipelineOptions.AUTO_GENERATE_UIDS, false);

    settings.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
    settings.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF,
        Duration.ofSeconds(1));
    settings.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF,
        Duration.ofMinutes(1));
    settings.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_RESET_BACKOFF_THRESHOLD,
        Duration.ofMinutes(10));
    return settings;
  }
}
