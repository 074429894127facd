package io.stillwake.bench.stack;

import io.stillwake.real.Installed;
import io.stillwake.real.Server;
import io.stillwake.real.server.Asked;
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

  static Server server(
      Path folder, Installed installed, String name, int port, int adminPort, int slots) {
    return Server.of(
        name,
        folder,
        List.of(
            installed.checkout().resolve("deploy/bench/gpu").toString(),
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
