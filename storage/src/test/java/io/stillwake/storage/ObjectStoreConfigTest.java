package io.stillwake.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ObjectStoreConfigTest {

  @Test
  void needsNothingButTheEndpoint() {
    ObjectStoreConfig config =
        ObjectStoreConfig.fromEnvironment(Map.of("STILLWAKE_S3_ENDPOINT", "http://minio:9000"));

    URI endpoint = URI.create("http://minio:9000");
    assertThat(config)
        .isEqualTo(new ObjectStoreConfig(endpoint, endpoint, "us-east-1", "", "", true));
  }

  @Test
  void readsEveryKey() {
    ObjectStoreConfig config =
        ObjectStoreConfig.fromEnvironment(
            Map.of(
                "STILLWAKE_S3_ENDPOINT", "http://minio:9000",
                "STILLWAKE_S3_PUBLIC_ENDPOINT", "https://s3.example.com",
                "STILLWAKE_S3_REGION", "eu-central-1",
                "STILLWAKE_S3_ACCESS_KEY", "access",
                "STILLWAKE_S3_SECRET_KEY", "secret",
                "STILLWAKE_S3_POST_POLICY", "false"));

    assertThat(config)
        .isEqualTo(
            new ObjectStoreConfig(
                URI.create("http://minio:9000"),
                URI.create("https://s3.example.com"),
                "eu-central-1",
                "access",
                "secret",
                false));
  }

  @Test
  void saysWhatIsMissing() {
    assertThatThrownBy(() -> ObjectStoreConfig.fromEnvironment(Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("STILLWAKE_S3_ENDPOINT");
  }

  @Test
  void keepsTheSecretToItself() {
    URI endpoint = URI.create("http://minio:9000");

    assertThat(new ObjectStoreConfig(endpoint, endpoint, "", "access", "s3cr3t", true).toString())
        .doesNotContain("s3cr3t");
  }
}
