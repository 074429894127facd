package io.stillwake.ingest.setup;

import io.stillwake.ingest.setup.report.Report;
import io.stillwake.ingest.setup.store.SetupStore;
import io.stillwake.ingest.setup.topics.SetupTopics;

/** Prepares Kafka, then the store, whose events need their topic. */
public final class Setup {

  private Setup() {}

  /** What is as wanted already is left alone; what does not succeed is in the report. */
  public static void run(SetupConfig config, Report report) {
    config.topics().ifPresent(topics -> SetupTopics.run(topics, report));
    config.store().ifPresent(store -> SetupStore.run(store, report));
  }
}
