package io.stillwake.jobs;

import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

final class GenerateJob {

  private GenerateJob() {}

  static void build(StreamExecutionEnvironment env, JobsConfig config) {}
}
