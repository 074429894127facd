package io.stillwake.bench.stack;

import io.stillwake.storage.Topics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/**
 * Our broker has its share groups beat every second, so that a new one is dealt its records soon.
 * What is measured is to beat as brokers are delivered: each of hundreds of members costs a
 * millisecond of their CPU for each beat.
 */
final class UsualHeartbeats {

  private static final String INTERVAL = "share.heartbeat.interval.ms";
  private static final String DELIVERED_MS = "5000";

  private UsualHeartbeats() {}

  static void set(String bootstrap, String pool) throws ExecutionException, InterruptedException {
    AlterConfigOp change =
        new AlterConfigOp(new ConfigEntry(INTERVAL, DELIVERED_MS), AlterConfigOp.OpType.SET);
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap))) {
      admin
          .incrementalAlterConfigs(
              Map.of(
                  new ConfigResource(ConfigResource.Type.GROUP, Topics.workers(pool)),
                  List.of(change)))
          .all()
          .get();
    }
  }
}
