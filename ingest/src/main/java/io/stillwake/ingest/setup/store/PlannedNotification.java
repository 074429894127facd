package io.stillwake.ingest.setup.store;

import io.minio.messages.NotificationConfiguration;
import io.minio.messages.NotificationConfiguration.Filter;
import io.minio.messages.NotificationConfiguration.QueueConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Decides what a bucket has to tell, and whom. */
final class PlannedNotification {

  private static final String ID = "stillwake-uploads";
  private static final String EVENTS = "s3:ObjectCreated:*";

  private PlannedNotification() {}

  /**
   * The whole configuration that tells {@code arn} of all that is written under the prefix; empty
   * where the found one does. Whatever else it tells, and whomever, stays.
   */
  static Optional<NotificationConfiguration> of(
      String arn, String prefix, NotificationConfiguration found) {
    List<QueueConfiguration> queues =
        new ArrayList<>(Optional.ofNullable(found.queueConfigurations()).orElse(List.of()));
    if (queues.stream().anyMatch(queue -> tells(queue, arn, prefix))) {
      return Optional.empty();
    }
    queues.removeIf(queue -> ID.equals(queue.id()));
    queues.add(new QueueConfiguration(arn, ID, List.of(EVENTS), new Filter(prefix, null)));
    return Optional.of(
        new NotificationConfiguration(
            found.cloudFunctionConfigurations(),
            queues,
            found.topicConfigurations(),
            found.eventBridgeConfiguration()));
  }

  private static boolean tells(QueueConfiguration queue, String arn, String prefix) {
    return arn.equals(queue.queue())
        && queue.events().contains(EVENTS)
        && (queue.filter() == null
            || queue.filter().rules().stream()
                .allMatch(
                    rule ->
                        rule.name().toLowerCase(Locale.ROOT).equals("prefix")
                            && prefix.startsWith(rule.value())));
  }
}
