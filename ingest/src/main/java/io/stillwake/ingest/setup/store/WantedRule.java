package io.stillwake.ingest.setup.store;

import io.minio.messages.Filter;
import io.minio.messages.LifecycleConfiguration.AbortIncompleteMultipartUpload;
import io.minio.messages.LifecycleConfiguration.Expiration;
import io.minio.messages.LifecycleConfiguration.Rule;
import io.minio.messages.Status;
import java.time.ZonedDateTime;

/**
 * A lifecycle rule of ours, known by its id.
 *
 * @param prefix of the objects that it is about; empty for all
 */
record WantedRule(String id, String prefix, Action action, int days) {

  enum Action {
    EXPIRE_OBJECTS,
    ABORT_UPLOADS
  }

  static WantedRule expire(String prefix, int days) {
    return new WantedRule(
        "stillwake-" + prefix.replace("/", ""), prefix, Action.EXPIRE_OBJECTS, days);
  }

  static WantedRule abortUploads(int days) {
    return new WantedRule("stillwake-multipart", "", Action.ABORT_UPLOADS, days);
  }

  Rule toRule() {
    boolean expires = action == Action.EXPIRE_OBJECTS;
    return new Rule(
        Status.ENABLED,
        expires ? null : new AbortIncompleteMultipartUpload(days),
        expires ? new Expiration((ZonedDateTime) null, days, null, null) : null,
        new Filter(prefix),
        id,
        null,
        null,
        null);
  }

  boolean isMetBy(Rule rule) {
    return id.equals(rule.id())
        && rule.status() == Status.ENABLED
        && rule.filter() != null
        && prefix.equals(rule.filter().prefix() == null ? "" : rule.filter().prefix())
        && days == foundDays(rule);
  }

  private int foundDays(Rule rule) {
    return switch (action) {
      case EXPIRE_OBJECTS ->
          rule.expiration() == null || rule.expiration().days() == null
              ? 0
              : rule.expiration().days();
      case ABORT_UPLOADS ->
          rule.abortIncompleteMultipartUpload() == null
              ? 0
              : rule.abortIncompleteMultipartUpload().daysAfterInitiation();
    };
  }

  @Override
  public String toString() {
    String after = " after " + (days == 1 ? "a day" : days + " days");
    return switch (action) {
      case EXPIRE_OBJECTS -> prefix + " expires" + after;
      case ABORT_UPLOADS -> "uploads in parts that were not completed end" + after;
    };
  }
}
