package io.stillwake.local.triton;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The server that stands in for Triton where there is none. */
class EmbeddedModelServerContractTest extends ModelServerContract {

  @TempDir static Path models;
  private static EmbeddedTriton triton;

  @BeforeAll
  static void start() {
    ContractModels.write(models);
    triton = EmbeddedTriton.start(models, 0, 0);
  }

  @AfterAll
  static void stop() {
    triton.close();
  }

  @Override
  protected String address() {
    return triton.grpcAddress();
  }
}
