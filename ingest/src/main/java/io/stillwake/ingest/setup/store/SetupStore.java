package io.stillwake.ingest.setup.store;

import io.minio.messages.LifecycleConfiguration.Rule;
import io.stillwake.ingest.setup.report.Report;
import io.stillwake.ingest.setup.report.SetupFailure;
import io.stillwake.storage.ObjectKey;
import io.stillwake.storage.ObjectLayout;
import io.stillwake.storage.ObjectStore;
import io.stillwake.storage.StorageException;
import io.stillwake.storage.minio.MinioObjectStore;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Prepares an object store: buckets that only we can read, rules that expire what nobody needs, and
 * events of uploads. Rules and events of others stay. What the store does not support is noted,
 * with what follows from it.
 */
public final class SetupStore {

  /** How stores refuse a rule that they cannot read. */
  private static final Set<String> RULE_REFUSED =
      Set.of("InvalidArgument", "InvalidRequest", "MalformedXML");

  private static final String WITHOUT_EVENTS =
      "uploads are announced by POST …/uploaded, or found when their ticket's timer looks for them";

  private final StoreSettings settings;
  private final Buckets buckets;
  private final Report report;
  private final ObjectLayout layout = ObjectLayout.standard();

  private SetupStore(StoreSettings settings, Buckets buckets, Report report) {
    this.settings = settings;
    this.buckets = buckets;
    this.report = report;
  }

  /** What does not succeed is in the report. */
  public static void run(StoreSettings settings, Report report) {
    try (Buckets buckets = Buckets.connect(settings.store())) {
      new SetupStore(settings, buckets, report).run();
    } catch (SetupFailure e) {
      report.wrong("store at " + settings.store().endpoint(), e.getMessage());
    }
  }

  private void run() {
    List<String> all =
        Stream.concat(
                Stream.of(layout.uploadsBucket(), layout.rendersBucket()),
                settings.extraBuckets().stream().sorted())
            .distinct()
            .toList();
    all.forEach(this::makeBucket);
    all.forEach(
        bucket ->
            part(
                thing(bucket),
                "no policies: it was only seen that nobody can list it without credentials",
                () -> forbidAnonymous(bucket)));
    createOnce();
    part(
        thing(layout.rendersBucket()),
        "no lifecycle rules: what can be made again stays until somebody deletes it",
        this::expireObjects);
    part(
        "buckets",
        "no rule that ends uploads in parts; MinIO ends them after a day without one",
        () -> all.forEach(this::abortUploads));
    part(thing(layout.uploadsBucket()), "no events: " + WITHOUT_EVENTS, this::announceUploads);
  }

  private void makeBucket(String bucket) {
    if (buckets.exists(bucket)) {
      report.asWanted();
    } else {
      report.change(thing(bucket), "make", () -> buckets.make(bucket));
    }
  }

  private void forbidAnonymous(String bucket) {
    if (buckets.isOpen(bucket)) {
      report.wrong(thing(bucket), "everybody can list it (expected: nobody without credentials)");
      return;
    }
    List<String> open = PublicStatements.in(buckets.policy(bucket));
    if (open.isEmpty()) {
      report.asWanted();
    } else {
      report.wrong(
          thing(bucket),
          "its policy lets everybody %s (expected: nobody without credentials)"
              .formatted(String.join(", ", open)));
    }
  }

  private void createOnce() {
    if (report.dryRun()) {
      // It shows only by making an object.
      return;
    }
    ObjectKey place = new ObjectKey(layout.rendersBucket(), "work/setup-" + UUID.randomUUID());
    try (ObjectStore store = MinioObjectStore.connect(settings.store())) {
      if (CreatesOnce.isSeen(store, place)) {
        report.asWanted();
      } else {
        report.wrong(
            thing(layout.rendersBucket()),
            "an object can be created where there is one (expected: a store that heeds"
                + " If-None-Match)");
      }
    } catch (StorageException e) {
      report.wrong(thing(layout.rendersBucket()), e.getMessage());
    }
  }

  private void expireObjects() {
    String bucket = layout.rendersBucket();
    PlannedLifecycle planned =
        PlannedLifecycle.of(
            List.of(
                WantedRule.expire("work/", settings.workDays()),
                WantedRule.expire("idempotency/", settings.idempotencyDays())),
            buckets.lifecycle(bucket));
    if (planned.changed().isEmpty()) {
      report.asWanted();
    } else {
      report.change(
          thing(bucket), planned.toString(), () -> buckets.setLifecycle(bucket, planned.rules()));
    }
  }

  /** A rule of its own request: some stores know the one kind and refuse the other. */
  private void abortUploads(String bucket) {
    PlannedLifecycle planned =
        PlannedLifecycle.of(
            List.of(WantedRule.abortUploads(settings.multipartDays())), buckets.lifecycle(bucket));
    if (planned.changed().isEmpty()) {
      report.asWanted();
    } else if (report.dryRun()) {
      // Whether the store takes such a rule shows only when it is asked to.
      report.note(thing(bucket), "would try: " + planned);
    } else {
      report.change(thing(bucket), planned.toString(), () -> tryRules(bucket, planned.rules()));
    }
  }

  private void tryRules(String bucket, List<Rule> rules) {
    try {
      buckets.setLifecycle(bucket, rules);
    } catch (SetupFailure e) {
      throw RULE_REFUSED.contains(StoreFailure.code(e.getCause()))
          ? new Unsupported(e.getMessage(), e)
          : e;
    }
  }

  private void announceUploads() {
    String bucket = layout.uploadsBucket();
    String arn = settings.notificationArn();
    if (arn.isEmpty()) {
      report.note(thing(bucket), "tells nobody, as asked: " + WITHOUT_EVENTS);
      return;
    }
    PlannedNotification.of(arn, "uploads/", buckets.notification(bucket))
        .ifPresentOrElse(
            planned ->
                report.change(
                    thing(bucket),
                    "tell %s of new objects under uploads/".formatted(arn),
                    () -> buckets.setNotification(bucket, planned)),
            report::asWanted);
  }

  /** One part can be unsupported or fail, and the others are done. */
  private void part(String thing, String withoutIt, Runnable part) {
    try {
      part.run();
    } catch (Unsupported e) {
      report.note(thing, "the store knows " + withoutIt);
    } catch (SetupFailure e) {
      report.wrong(thing, e.getMessage());
    }
  }

  private static String thing(String bucket) {
    return "bucket " + bucket;
  }
}
