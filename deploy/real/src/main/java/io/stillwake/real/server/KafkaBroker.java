package io.stillwake.real.server;

import io.stillwake.local.kafka.BrokerSettings;
import io.stillwake.local.kafka.KafkaFolder;
import io.stillwake.real.Installed;
import io.stillwake.real.Server;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One broker from Kafka's own jars, its own controller, with the settings of the embedded one. */
public final class KafkaBroker {

  private KafkaBroker() {}

  public static Server server(Path folder, Installed installed, int port, int controllerPort)
      throws IOException {
    Path data = folder.resolve("data");
    KafkaFolder.format(data);
    Path settings = folder.resolve("server.properties");
    try (Writer writer = Files.newBufferedWriter(settings)) {
      BrokerSettings.of(data, port, controllerPort).store(writer, null);
    }
    return Server.of(
        "kafka",
        folder,
        JavaCommand.of(
            List.of(
                "-Xmx512m", "-XX:+UseSerialGC", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"),
            installed.serverClasspath(),
            "kafka.Kafka",
            settings.toString()),
        Map.of(),
        Asked.byConnection(port));
  }
}
