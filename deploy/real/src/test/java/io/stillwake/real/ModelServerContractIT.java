package io.stillwake.real;

import io.stillwake.local.triton.ContractModels;
import io.stillwake.local.triton.ModelServerContract;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A real Triton, whose Python backend runs our backend {@code onnxruntime}. */
class ModelServerContractIT extends ModelServerContract {

  private static OneServer triton;
  private static String address;

  @BeforeAll
  static void start() throws Exception {
    Path folder = RunningStack.freshFolder("triton-contract");
    ContractModels.write(folder.resolve("models"));
    StackPorts ports = StackPorts.of(folder, List.of("grpc", "http", "metrics"));
    address = ports.address("grpc");
    triton = OneServer.startTriton(folder, ports);
  }

  @AfterAll
  static void stop() throws Exception {
    triton.close();
  }

  @Override
  protected String address() {
    return address;
  }
}
