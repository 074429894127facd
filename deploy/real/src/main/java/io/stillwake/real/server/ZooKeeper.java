package io.stillwake.real.server;

import io.stillwake.real.Installed;
import io.stillwake.real.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where Flink's JobManager keeps which jobs run and which checkpoint is their newest. */
public final class ZooKeeper {

  private ZooKeeper() {}

  public static Server server(Path folder, Installed installed, int port) throws IOException {
    Files.createDirectories(folder);
    Path settings = folder.resolve("zoo.cfg");
    Files.writeString(
        settings,
        """
        dataDir=%s
        clientPort=%d
        clientPortAddress=127.0.0.1
        tickTime=500
        admin.enableServer=false
        """
            .formatted(folder.resolve("data"), port));
    return Server.of(
        "zookeeper",
        folder,
        JavaCommand.of(
            List.of("-Xmx128m", "-XX:+UseSerialGC"),
            installed.serverClasspath(),
            "org.apache.zookeeper.server.ZooKeeperServerMain",
            settings.toString()),
        java.util.Map.of(),
        Asked.byConnection(port));
  }
}
