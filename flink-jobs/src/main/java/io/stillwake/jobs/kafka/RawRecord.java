package io.stillwake.jobs.kafka;

import java.nio.charset.StandardCharsets;

/**
 * One Kafka record as it came. Public, so that Flink takes it for a POJO.
 *
 * @param key UTF-8 bytes of the record's key; empty where it has none
 */
public record RawRecord(String topic, int partition, long offset, byte[] key, byte[] value) {

  String keyText() {
    return new String(key, StandardCharsets.UTF_8);
  }

  String valueText() {
    return new String(value, StandardCharsets.UTF_8);
  }

  /** Never the payload: it may be a user's words. */
  @Override
  public String toString() {
    return topic + "-" + partition + "@" + offset;
  }
}
