package io.stillwake.storage;

import java.io.Serializable;
import java.net.URI;
import java.util.Map;
import java.util.Objects;

/**
 * How to reach the store. Public, because clients outside the cluster may have to use another
 * address than we do: {@code publicEndpoint} is the one that presigned URLs name.
 *
 * @param postPolicy whether the store takes POST form uploads with a policy; without it an upload
 *     is a PUT with its length and type signed
 */
public record ObjectStoreConfig(
    URI endpoint,
    URI publicEndpoint,
    String region,
    String accessKey,
    String secretKey,
    boolean postPolicy)
    implements Serializable {

  public ObjectStoreConfig {
    Objects.requireNonNull(endpoint, "endpoint");
    Objects.requireNonNull(publicEndpoint, "publicEndpoint");
    Objects.requireNonNull(region, "region");
  }

  /**
   * Reads {@code STILLWAKE_S3_…}: ENDPOINT, PUBLIC_ENDPOINT, REGION, ACCESS_KEY, SECRET_KEY,
   * POST_POLICY.
   */
  public static ObjectStoreConfig fromEnvironment(Map<String, String> environment) {
    String endpoint = environment.get("STILLWAKE_S3_ENDPOINT");
    if (endpoint == null) {
      throw new IllegalArgumentException(
          "STILLWAKE_S3_ENDPOINT is not set (expected: the store's URL, http://host:port)");
    }
    return new ObjectStoreConfig(
        URI.create(endpoint),
        URI.create(environment.getOrDefault("STILLWAKE_S3_PUBLIC_ENDPOINT", endpoint)),
        environment.getOrDefault("STILLWAKE_S3_REGION", "us-east-1"),
        environment.getOrDefault("STILLWAKE_S3_ACCESS_KEY", ""),
        environment.getOrDefault("STILLWAKE_S3_SECRET_KEY", ""),
        Boolean.parseBoolean(environment.getOrDefault("STILLWAKE_S3_POST_POLICY", "true")));
  }

  @Override
  public String toString() {
    return "ObjectStoreConfig[endpoint=%s, region=%s, accessKey=%s]"
        .formatted(endpoint, region, accessKey);
  }
}
