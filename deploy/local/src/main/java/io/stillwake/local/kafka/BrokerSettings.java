package io.stillwake.local.kafka;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;

/** The settings of one broker that is its own controller, small enough to share two cores. */
public final class BrokerSettings {

  static final int NODE = 1;
  static final String CONTROLLER_LISTENER = "CONTROLLER";

  private static final Duration LONGEST_TRANSACTION = Duration.ofMinutes(15);
  private static final Duration RETENTION = Duration.ofDays(7);

  private BrokerSettings() {}

  public static Properties of(Path folder, int port, int controllerPort) {
    Properties settings = new Properties();
    identity(settings, folder, port, controllerPort);
    oneReplica(settings);
    shareGroups(settings);
    quickStart(settings);
    smallFootprint(settings);
    return settings;
  }

  /**
   * The voters are not kept in the folder (a static quorum), so another controller port at the next
   * start is no other quorum.
   */
  private static void identity(Properties settings, Path folder, int port, int controllerPort) {
    settings.setProperty("process.roles", "broker,controller");
    settings.setProperty("node.id", Integer.toString(NODE));
    settings.setProperty("controller.quorum.voters", NODE + "@127.0.0.1:" + controllerPort);
    settings.setProperty("controller.listener.names", CONTROLLER_LISTENER);
    settings.setProperty(
        "listeners",
        "PLAINTEXT://127.0.0.1:%d,%s://127.0.0.1:%d"
            .formatted(port, CONTROLLER_LISTENER, controllerPort));
    settings.setProperty("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
    settings.setProperty(
        "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.setProperty("log.dir", folder.toString());
    // A topic's partitions and retention are decisions; a typo must not make a topic.
    settings.setProperty("auto.create.topics.enable", "false");
    settings.setProperty("log.retention.ms", millis(RETENTION));
    settings.setProperty("transaction.max.timeout.ms", millis(LONGEST_TRANSACTION));
  }

  private static void oneReplica(Properties settings) {
    for (String topic :
        new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
      settings.setProperty(topic + ".replication.factor", "1");
      settings.setProperty(topic + ".num.partitions", "1");
      settings.setProperty(topic + ".segment.bytes", "8388608");
    }
    settings.setProperty("transaction.state.log.min.isr", "1");
    settings.setProperty("share.coordinator.state.topic.min.isr", "1");
  }

  private static void shareGroups(Properties settings) {
    settings.setProperty("group.share.record.lock.duration.ms", "30000");
    settings.setProperty("group.share.max.record.lock.duration.ms", "3600000");
    // Beyond the limit a record is archived without a word; ten is the most that is allowed.
    settings.setProperty("group.share.delivery.count.limit", "10");
    // A pool's workers are one group, and each lane of theirs is a member.
    settings.setProperty("group.share.max.size", "1000");
  }

  /** The defaults spread the first joins and elections of large clusters over seconds. */
  private static void quickStart(Properties settings) {
    settings.setProperty("group.share.heartbeat.interval.ms", "1000");
    settings.setProperty("group.share.min.heartbeat.interval.ms", "1000");
    settings.setProperty("group.initial.rebalance.delay.ms", "0");
    settings.setProperty("controller.quorum.election.timeout.ms", "200");
    settings.setProperty("controller.quorum.election.backoff.max.ms", "100");
    // After a SIGKILL the broker registers again once its old session has ended.
    settings.setProperty("broker.session.timeout.ms", "3000");
    settings.setProperty("broker.heartbeat.interval.ms", "500");
  }

  private static void smallFootprint(Properties settings) {
    settings.setProperty("num.network.threads", "1");
    settings.setProperty("num.io.threads", "4");
    settings.setProperty("background.threads", "2");
    settings.setProperty("group.coordinator.threads", "1");
    settings.setProperty("log.cleaner.dedupe.buffer.size", "4194304");
    settings.setProperty("log.cleaner.io.buffer.size", "131072");
    settings.setProperty("log.segment.bytes", "33554432");
    settings.setProperty("log.index.size.max.bytes", "262144");
    settings.setProperty("auto.leader.rebalance.enable", "false");
  }

  private static String millis(Duration duration) {
    return Long.toString(duration.toMillis());
  }
}
