package io.stillwake.local.triton;

import ai.onnxruntime.OrtEnvironment;
import io.stillwake.proto.triton.ModelConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes loaded models out of the folders of a repository. */
final class ModelLoader {

  private static final Logger log = LoggerFactory.getLogger(ModelLoader.class);

  private final Path root;
  private final OrtEnvironment environment;
  private final ScheduledExecutorService timer;

  /**
   * @param root absolute and normalized
   */
  ModelLoader(Path root, OrtEnvironment environment, ScheduledExecutorService timer) {
    this.root = root;
    this.environment = environment;
    this.timer = timer;
  }

  /** The models of the repository: its folders, but for those whose name begins with a dot. */
  List<String> names() {
    try (Stream<Path> children = Files.list(root)) {
      return children
          .filter(Files::isDirectory)
          .map(child -> child.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("model repository " + root + " cannot be listed", e);
    }
  }

  /** Whether the repository has a folder of that name; false for a name that leads out of it. */
  boolean has(String name) {
    return names().contains(name);
  }

  /** The versions that are to serve, lowest first; what does not load is there with its reason. */
  NavigableMap<Long, VersionState> load(String name) {
    ModelFolder folder = new ModelFolder(root.resolve(name));
    NavigableMap<Long, VersionState> versions = new TreeMap<>();
    try {
      ModelConfig config = folder.readConfig();
      for (long version : folder.versions(config)) {
        versions.put(version, load(folder, config, version));
      }
    } catch (TritonException e) {
      log.error("model does not load model={} reason={}", name, e.getMessage());
      versions.put(VersionState.UNKNOWN_VERSION, new VersionState.Unavailable(e.getMessage()));
    }
    return versions;
  }

  private VersionState load(ModelFolder folder, ModelConfig config, long version) {
    String name = folder.name();
    try {
      Path file = folder.modelFile(config, version);
      LoadedModel model = LoadedModel.load(config, version, file, environment, timer);
      log.info("model loaded model={} version={}", name, version);
      return new VersionState.Ready(model);
    } catch (TritonException e) {
      log.error("model does not load model={} version={} reason={}", name, version, e.getMessage());
      return new VersionState.Unavailable(e.getMessage());
    }
  }
}
