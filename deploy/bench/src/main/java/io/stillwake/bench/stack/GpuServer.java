package io.stillwake.bench.stack;

import io.stillwake.bench.gpu.GpuMain;
import io.stillwake.real.Server;
import io.stillwake.real.server.Asked;
import io.stillwake.real.server.JavaCommand;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A virtual GPU as a process of its own. */
final class GpuServer {

  private GpuServer() {}

  /** Where a GPU's slot log is, in the folder of its process. */
  static Path log(Path folder) {
    return folder.resolve("slots.jsonl");
  }

  static Server server(Path folder, String name, int port, int adminPort, int slots) {
    return Server.of(
        name,
        folder,
        JavaCommand.of(
            List.of("-Xmx512m", "-XX:+UseSerialGC"),
            System.getProperty("java.class.path"),
            GpuMain.class.getName(),
            "--gpu",
            name + ":" + port + ":" + slots,
            "--admin-port",
            Integer.toString(adminPort),
            "--log",
            log(folder).toString()),
        Map.of(),
        Asked.byConnection(port));
  }
}
