package io.stillwake.jobs;

import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

final class DispatchJob {

  private DispatchJob() {}

  static void build(StreamExecutionEnvironment env, JobsConfig config) {}
}
