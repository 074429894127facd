package io.stillwake.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stillwake.storage.MemoryObjectStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class StartTest {

  @Test
  void saysWhereItCannotListen() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        MemoryObjectStore store = new MemoryObjectStore()) {
      IngestConfig config =
          IngestConfig.local(taken.getLocalPort(), "127.0.0.1:9", RunningIngest.Families.write());

      assertThatThrownBy(() -> IngestServer.start(config, store, InstantSource.system()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("127.0.0.1:" + taken.getLocalPort());
    }
  }

  @Test
  void listensWithoutKafka() throws IOException {
    IngestConfig config = IngestConfig.local(0, "127.0.0.1:9", RunningIngest.Families.write());
    try (MemoryObjectStore store = new MemoryObjectStore();
        IngestServer server = IngestServer.start(config, store, InstantSource.system())) {
      Api api = new Api(server.uri());

      assertThat(api.get("/healthz").statusCode()).isEqualTo(200);
      assertThat(api.get("/readyz").statusCode()).isEqualTo(503);
    }
  }
}
