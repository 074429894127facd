package io.stillwake.ingest.setup.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.minio.messages.NotificationConfiguration;
import io.minio.messages.NotificationConfiguration.CloudFunctionConfiguration;
import io.minio.messages.NotificationConfiguration.Filter;
import io.minio.messages.NotificationConfiguration.QueueConfiguration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlannedNotificationTest {

  private static final String ARN = "arn:minio:sqs::STILLWAKE:kafka";
  private static final String CREATED = "s3:ObjectCreated:*";
  private static final QueueConfiguration THEIRS =
      new QueueConfiguration(
          ARN, "theirs", List.of("s3:ObjectRemoved:*"), new Filter("uploads/", null));

  @Test
  void aBucketThatTellsNobodyGetsOurEntry() {
    Optional<NotificationConfiguration> planned = plan();

    assertThat(planned.orElseThrow().queueConfigurations())
        .singleElement()
        .satisfies(
            queue -> {
              assertThat(queue.queue()).isEqualTo(ARN);
              assertThat(queue.events()).containsExactly(CREATED);
              assertThat(queue.filter().rules())
                  .singleElement()
                  .satisfies(rule -> assertThat(rule.value()).isEqualTo("uploads/"));
            });
  }

  @Test
  void entriesOfOthersStay() {
    CloudFunctionConfiguration function =
        new CloudFunctionConfiguration("arn:function", "scan", List.of(CREATED), null);

    NotificationConfiguration planned =
        PlannedNotification.of(
                ARN,
                "uploads/",
                new NotificationConfiguration(List.of(function), List.of(THEIRS), null, null))
            .orElseThrow();

    assertThat(planned.cloudFunctionConfigurations()).containsExactly(function);
    assertThat(planned.queueConfigurations())
        .extracting(QueueConfiguration::id)
        .containsExactly("theirs", "stillwake-uploads");
  }

  @Test
  void ourEntryIsReplacedWhereItTellsSomebodyElse() {
    assertThat(
            plan(queue("arn:minio:sqs::OLD:kafka", "stillwake-uploads", "uploads/"))
                .orElseThrow()
                .queueConfigurations())
        .extracting(QueueConfiguration::queue)
        .containsExactly(ARN);
  }

  @Test
  void anEntryThatTellsTheSameWillDoWhateverItIsCalled() {
    assertThat(plan(queue(ARN, "by hand", "uploads/"))).isEmpty();
    assertThat(plan(queue(ARN, "by hand", ""))).isEmpty();
    assertThat(plan(queue(ARN, "by hand", "uploads/acme/"))).isPresent();
  }

  private static Optional<NotificationConfiguration> plan(QueueConfiguration... found) {
    return PlannedNotification.of(
        ARN, "uploads/", new NotificationConfiguration(null, List.of(found), null, null));
  }

  private static QueueConfiguration queue(String arn, String id, String prefix) {
    return new QueueConfiguration(arn, id, List.of(CREATED), new Filter(prefix, null));
  }
}
