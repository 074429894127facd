package io.stillwake.inference.worker;

import io.stillwake.inference.InferenceFailure;
import io.stillwake.inference.ModelDescription;
import io.stillwake.inference.ModelServer;
import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.storage.start.NotYetException;
import io.stillwake.storage.start.StartRefused;
import io.stillwake.storage.start.StartUp;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The models of a pool's families as the server has them, each checked against its family's
 * descriptor: the planner believes the descriptor, so a difference would ruin renders one by one.
 */
final class ServedModels {

  /** A model of a family. */
  record Served(FamilyDescriptor family, ModelDescription description) {}

  private final SortedMap<String, Served> models;

  private ServedModels(SortedMap<String, Served> models) {
    this.models = models;
  }

  /**
   * Waits for a server that is still starting.
   *
   * @throws StartRefused where a model is missing or not what its descriptor says, or the server
   *     does not come
   */
  static ServedModels await(List<FamilyDescriptor> families, ModelServer server, StartUp startUp)
      throws InterruptedException {
    return startUp.await(
        server.toString(),
        () -> {
          try {
            return check(families, server);
          } catch (InferenceFailure e) {
            if (e.retryable()) {
              throw NotYetException.because(e);
            }
            throw StartRefused.wrong(
                "%s: %s (expected: every model of the pool's families)"
                    .formatted(server, e.getMessage()),
                e);
          }
        });
  }

  /**
   * Asks the server for every model that the families' descriptors imply.
   *
   * @throws StartRefused where a model is not what its descriptor says; the message lists every
   *     difference
   */
  static ServedModels check(List<FamilyDescriptor> families, ModelServer server)
      throws InferenceFailure, InterruptedException {
    SortedMap<String, Served> models = new TreeMap<>();
    SortedSet<String> differences = new TreeSet<>();
    for (FamilyDescriptor family : families) {
      for (ModelRole role : ModelRole.values()) {
        if (role.isPlayedIn(family)) {
          String name = role.model(family);
          ModelDescription description = server.describe(name);
          requireReady(name, server);
          differences.addAll(role.differences(family, description));
          models.put(name, new Served(family, description));
        }
      }
    }
    if (!differences.isEmpty()) {
      throw StartRefused.wrong(
          "%s does not fit the family descriptors (expected: the models built with them):\n  %s"
              .formatted(server, String.join("\n  ", differences)));
    }
    return new ServedModels(models);
  }

  private static void requireReady(String model, ModelServer server)
      throws InferenceFailure, InterruptedException {
    if (!server.ready(model)) {
      throw new InferenceFailure(
          InferenceFailure.Kind.REJECTED, "NOT_READY", "model '" + model + "' is not ready", null);
    }
  }

  SortedSet<String> names() {
    return new TreeSet<>(models.keySet());
  }

  Optional<Served> find(String model) {
    return Optional.ofNullable(models.get(model));
  }

  /** How many calls the server runs at once: those of its widest model that works. */
  int instances() {
    return models.values().stream()
        .filter(ServedModels::works)
        .mapToInt(served -> served.description().instances())
        .max()
        .orElse(1);
  }

  /** One that only tells of the others takes no slot. */
  private static boolean works(Served served) {
    return !served.description().model().equals(ModelRole.PROGRESS.model(served.family()));
  }
}
