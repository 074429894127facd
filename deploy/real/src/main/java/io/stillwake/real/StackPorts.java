package io.stillwake.real;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of the loopback by what they are for. They are chosen once for a folder and kept in it, so
 * that a server that is started again is found where it was.
 */
public record StackPorts(Map<String, Integer> byName) {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final int LOWEST = 20_000;

  // From here on the kernel gives ports to clients, which take one from a server that starts slowly
  // or is started again.
  private static final int LOWEST_OF_CLIENTS = 32_768;

  /** The ports that a folder has; chosen now for names that have none. */
  public static StackPorts of(Path folder, List<String> names) throws IOException {
    Path file = folder.resolve("ports.json");
    Map<String, Integer> ports = new TreeMap<>();
    if (Files.exists(file)) {
      JSON.readTree(file.toFile())
          .properties()
          .forEach(entry -> ports.put(entry.getKey(), entry.getValue().intValue()));
    }
    List<String> missing = names.stream().filter(name -> !ports.containsKey(name)).toList();
    List<Integer> free = free(missing.size());
    for (int i = 0; i < missing.size(); i++) {
      ports.put(missing.get(i), free.get(i));
    }
    Files.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(ports));
    return new StackPorts(ports);
  }

  /** The name of a worker's health port. */
  public static String health(String worker) {
    return worker + "-health";
  }

  public int port(String name) {
    return byName.get(name);
  }

  /** {@code 127.0.0.1:port}. */
  public String address(String name) {
    return "127.0.0.1:" + port(name);
  }

  private static List<Integer> free(int count) throws IOException {
    List<ServerSocket> held = new ArrayList<>();
    try {
      // All are held until the last is found: one port must not be found twice.
      while (held.size() < count) {
        int port = ThreadLocalRandom.current().nextInt(LOWEST, LOWEST_OF_CLIENTS);
        try {
          held.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
        } catch (BindException taken) {
          continue;
        }
      }
      return held.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : held) {
        socket.close();
      }
    }
  }
}
