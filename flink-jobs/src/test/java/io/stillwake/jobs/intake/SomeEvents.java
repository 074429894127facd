package io.stillwake.jobs.intake;

/** Bucket events as MinIO writes them. */
final class SomeEvents {

  private SomeEvents() {}

  static String event(String... records) {
    return """
        {"EventName":"s3:ObjectCreated:Put","Key":"uploads/x","Records":[%s]}"""
        .formatted(String.join(",", records));
  }

  /**
   * @param key URL-encoded
   */
  static String put(String key) {
    return """
        {"eventVersion":"2.0","eventSource":"minio:s3","awsRegion":"",\
        "eventTime":"2026-11-23T10:00:00.000Z","eventName":"s3:ObjectCreated:Put",\
        "userIdentity":{"principalId":"p"},"s3":{"s3SchemaVersion":"1.0","configurationId":"Config",\
        "bucket":{"name":"uploads","ownerIdentity":{"principalId":"p"},"arn":"arn:aws:s3:::uploads"},\
        "object":{"key":"KEY","size":1000,"eTag":"e1","contentType":"image/jpeg",\
        "userMetadata":{"content-type":"image/jpeg"},"sequencer":"17A"}},\
        "source":{"host":"127.0.0.1","port":"","userAgent":"test"}}"""
        .replace("KEY", key);
  }
}
