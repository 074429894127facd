package io.stillwake.local.triton;

import io.stillwake.proto.triton.RepositoryIndexResponse.ModelIndex;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models of a folder and their state, as Triton has it in explicit mode with {@code
 * --load-model=* --exit-on-error=false}: a model that does not load is listed with its reason and
 * makes the server not ready, and the others serve.
 */
final class ModelRepository {

  private static final Logger log = LoggerFactory.getLogger(ModelRepository.class);

  private final ModelLoader loader;
  private final Consumer<LoadedModel> retire;

  /** Guarded by this; the inner map is by version, lowest first, and never changes. */
  private final NavigableMap<String, NavigableMap<Long, VersionState>> models = new TreeMap<>();

  /**
   * @param retire drains a version that was unloaded or replaced; must not block
   */
  ModelRepository(ModelLoader loader, Consumer<LoadedModel> retire) {
    this.loader = loader;
    this.retire = retire;
  }

  /** Loads every folder, several at once; what does not load is listed as unavailable. */
  void loadAll(Executor executor) {
    CompletableFuture<?>[] loading =
        loader.names().stream()
            .map(
                name ->
                    CompletableFuture.runAsync(() -> replace(name, loader.load(name)), executor))
            .toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(loading).join();
  }

  /**
   * Reads a model from the disk again and serves it in place of what was loaded before.
   *
   * @throws TritonException if it does not load; what was loaded before then no longer serves
   */
  void load(String name) throws TritonException {
    if (!loader.has(name)) {
      throw failedToLoad(name, "failed to poll from model repository");
    }
    NavigableMap<Long, VersionState> versions = loader.load(name);
    replace(name, versions);
    for (VersionState state : versions.values()) {
      if (state instanceof VersionState.Unavailable broken) {
        throw failedToLoad(name, broken.reason());
      }
    }
  }

  private static TritonException failedToLoad(String name, String reason) {
    return new TritonException(
        TritonException.Code.INTERNAL, "failed to load '%s', %s".formatted(name, reason));
  }

  /**
   * Stops serving a model; its running calls end in peace.
   *
   * @throws TritonException if it was never loaded
   */
  void unload(String name) throws TritonException {
    NavigableMap<Long, VersionState> unloaded = new TreeMap<>();
    versionsOf(name).keySet().forEach(version -> unloaded.put(version, VersionState.UNLOADED));
    replace(name, unloaded);
    log.info("model unloaded model={}", name);
  }

  private void replace(String name, NavigableMap<Long, VersionState> versions) {
    NavigableMap<Long, VersionState> before;
    synchronized (this) {
      before = models.put(name, versions);
    }
    if (before != null) {
      ready(before.values()).forEach(retire);
    }
  }

  /**
   * @param version empty: the highest that is ready
   * @throws TritonException NOT_FOUND, UNAVAILABLE for a version that did not load,
   *     INVALID_ARGUMENT for one that is no number
   */
  LoadedModel find(String name, String version) throws TritonException {
    NavigableMap<Long, VersionState> versions = versionsOf(name);
    if (version.isEmpty()) {
      List<LoadedModel> ready = ready(versions.values());
      if (ready.isEmpty()) {
        throw unknown("'%s' has no available versions".formatted(name));
      }
      return ready.get(ready.size() - 1);
    }
    VersionState state = versions.get(parse(version));
    if (state == null) {
      throw unknown("'%s' version %s is not found".formatted(name, version));
    }
    if (state instanceof VersionState.Ready ready) {
      return ready.model();
    }
    throw new TritonException(
        TritonException.Code.UNAVAILABLE,
        "Request for unknown model: '%s' version %s is not at ready state"
            .formatted(name, version));
  }

  /**
   * Whether {@link #find} would find it.
   *
   * @throws TritonException INVALID_ARGUMENT for a version that is no number
   */
  boolean isReady(String name, String version) throws TritonException {
    try {
      find(name, version);
      return true;
    } catch (TritonException e) {
      if (e.code() == TritonException.Code.INVALID_ARGUMENT) {
        throw e;
      }
      return false;
    }
  }

  private static long parse(String version) throws TritonException {
    try {
      long number = Long.parseLong(version);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below, as a negative number is.
    }
    throw TritonException.invalid(
        "failed to get model version from specified version string '%s', version should be an integral value > 0"
            .formatted(version));
  }

  private NavigableMap<Long, VersionState> versionsOf(String name) throws TritonException {
    synchronized (this) {
      NavigableMap<Long, VersionState> versions = models.get(name);
      if (versions != null) {
        return versions;
      }
    }
    throw unknown("'%s' is not found".formatted(name));
  }

  private static TritonException unknown(String message) {
    return new TritonException(
        TritonException.Code.NOT_FOUND, "Request for unknown model: " + message);
  }

  /** All versions of all models that serve. */
  synchronized List<LoadedModel> models() {
    List<LoadedModel> ready = new ArrayList<>();
    models.values().forEach(versions -> ready.addAll(ready(versions.values())));
    return ready;
  }

  private static List<LoadedModel> ready(Collection<VersionState> states) {
    return states.stream()
        .filter(VersionState.Ready.class::isInstance)
        .map(state -> ((VersionState.Ready) state).model())
        .toList();
  }

  /** Whether everything that was not unloaded serves. */
  synchronized boolean allReady() {
    return models.values().stream()
        .flatMap(versions -> versions.values().stream())
        .allMatch(state -> state instanceof VersionState.Ready || state == VersionState.UNLOADED);
  }

  /** One entry per version, and one for a model whose configuration could not be read. */
  synchronized List<ModelIndex> index() {
    List<ModelIndex> entries = new ArrayList<>();
    models.forEach(
        (name, versions) ->
            versions.forEach((version, state) -> entries.add(state.describe(name, version))));
    return entries;
  }
}
