package io.stillwake.local.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.TextFormat;
import io.stillwake.proto.triton.ModelConfig;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The weights of a family whose engine runs in Python. What files, hashes and geometry they must
 * have, the engine's own package knows.
 */
final class FamilyWeights {

  private static final String MODULE = "stillwake_diffusion.doctor";

  /** Of the engine's configuration. */
  private static final String PYTHON = "python";

  private final Path folder;
  private final Path engine;

  FamilyWeights(Path folder, String family) {
    this.folder = folder;
    this.engine = folder.resolve("models/" + family + "-engine/config.pbtxt");
  }

  boolean areThere() {
    return Files.exists(folder.resolve("weights")) || Files.isRegularFile(engine);
  }

  /** For people: where the weights are said to be. */
  String where() {
    return parameter("weights").orElseGet(() -> folder.resolve("weights").toString());
  }

  /**
   * @param python empty for the one that the engine's configuration names, or else python3
   * @return the last thing that the package said
   * @throws IllegalStateException where it finds something wrong; the message is what it said
   */
  String examine(Optional<String> python) throws IOException, InterruptedException {
    String interpreter = python.or(() -> parameter(PYTHON)).orElse("python3");
    ProcessBuilder doctor =
        new ProcessBuilder(interpreter, "-m", MODULE, "--family-folder", folder.toString())
            .redirectErrorStream(true);
    HomeFolder.diffusion().ifPresent(home -> onPath(doctor, home));
    Process process = start(doctor, interpreter);
    process.getOutputStream().close();
    try (InputStream out = process.getInputStream()) {
      List<String> said =
          new String(out.readAllBytes(), UTF_8).lines().filter(line -> !line.isBlank()).toList();
      int code = process.waitFor();
      if (code != 0) {
        throw new IllegalStateException(
            said.isEmpty()
                ? "%s -m %s ended with %d and said nothing".formatted(interpreter, MODULE, code)
                : String.join("\n  ", said));
      }
      return said.isEmpty() ? "well" : said.get(said.size() - 1);
    } finally {
      process.destroy();
    }
  }

  private static Process start(ProcessBuilder doctor, String interpreter) throws IOException {
    try {
      return doctor.start();
    } catch (IOException e) {
      throw new IOException(
          "python: cannot run '%s' (expected: a Python with the family's packages; --python names it)"
              .formatted(interpreter),
          e);
    }
  }

  private static void onPath(ProcessBuilder doctor, Path home) {
    doctor
        .environment()
        .merge("PYTHONPATH", home.toString(), (given, ours) -> given + File.pathSeparator + ours);
  }

  /** Empty where the engine has no configuration, or that does not say. */
  private Optional<String> parameter(String name) {
    if (!Files.isRegularFile(engine)) {
      return Optional.empty();
    }
    ModelConfig.Builder config = ModelConfig.newBuilder();
    try {
      TextFormat.merge(Files.readString(engine, UTF_8), config);
    } catch (IOException e) {
      throw new IllegalStateException("engine: " + engine + ": " + e.getMessage(), e);
    }
    return Optional.ofNullable(config.getParametersMap().get(name))
        .map(value -> value.getStringValue())
        .filter(value -> !value.isEmpty());
  }
}
