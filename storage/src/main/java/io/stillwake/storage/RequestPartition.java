package io.stillwake.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.zip.CRC32;

/**
 * Where in {@link Topics#WORK_REQUESTS} a tenant's requests are: all in one partition, since
 * partitions are read in turn. So what one tenant asks for a hundred thousand times waits beside
 * what the others ask for, and not in front of it, but for the few that share its partition.
 */
public final class RequestPartition {

  /** So many partitions there are at least: two tenants seldom share one. */
  public static final int LEAST = 32;

  private RequestPartition() {}

  /**
   * The same in every process, as long as the topic does not grow.
   *
   * @param partitions that the topic has, above 0
   */
  public static int of(String tenant, int partitions) {
    CRC32 hash = new CRC32();
    hash.update(tenant.getBytes(UTF_8));
    return (int) (hash.getValue() % partitions);
  }
}
