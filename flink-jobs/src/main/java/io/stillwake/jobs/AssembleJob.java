package io.stillwake.jobs;

import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

final class AssembleJob {

  private AssembleJob() {}

  static void build(StreamExecutionEnvironment env, JobsConfig config) {}
}
