package io.stillwake.inference.worker;

import io.stillwake.inference.InferenceFailure;
import io.stillwake.inference.ModelDescription;
import io.stillwake.inference.ModelServer;
import io.stillwake.inference.TensorSpec;
import io.stillwake.inference.TensorType;
import io.stillwake.proto.Chunking;
import io.stillwake.proto.FamilyDescriptor;
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

  private static final long ANY = -1;

  private final SortedMap<String, Served> models;

  private ServedModels(SortedMap<String, Served> models) {
    this.models = models;
  }

  /**
   * Asks the server for every model that the families' descriptors imply.
   *
   * @throws IllegalStateException where a model is not what its descriptor says; the message lists
   *     every difference
   */
  static ServedModels check(List<FamilyDescriptor> families, ModelServer server)
      throws InferenceFailure, InterruptedException {
    SortedMap<String, Served> models = new TreeMap<>();
    SortedSet<String> differences = new TreeSet<>();
    for (FamilyDescriptor family : families) {
      for (Role role : Role.values()) {
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
      throw new IllegalStateException(
          "the model server does not fit the family descriptors:\n  "
              + String.join("\n  ", differences));
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

  /** How many calls the server runs at once: those of its widest model. */
  int instances() {
    return models.values().stream()
        .mapToInt(served -> served.description().instances())
        .max()
        .orElse(1);
  }

  /** What a family's model is for; it fixes the tensors that the worker itself gives and takes. */
  enum Role {
    STYLIZE,
    ANCHORS,
    FRAMES,
    DECODE;

    String model(FamilyDescriptor family) {
      return family.getName() + "-" + name().toLowerCase(java.util.Locale.ROOT);
    }

    boolean isPlayedIn(FamilyDescriptor family) {
      return switch (this) {
        case STYLIZE -> family.getStylesCount() > 0;
        case ANCHORS -> family.getChunking() == Chunking.KEYFRAMES;
        case FRAMES, DECODE -> true;
      };
    }

    private List<TensorSpec> inputs(FamilyDescriptor family) {
      return switch (this) {
        case STYLIZE -> List.of(picture(Names.PICTURE));
        case ANCHORS -> List.of(picture(Names.PICTURE), frame());
        case FRAMES ->
            family.getChunking() == Chunking.KEYFRAMES
                ? List.of(
                    picture(Names.PICTURE),
                    frame(),
                    latents(family, Names.LEFT_ANCHOR, 1),
                    latents(family, Names.RIGHT_ANCHOR, 1))
                : List.of(picture(Names.PICTURE), frame());
        case DECODE -> List.of(latents(family, Names.LATENTS, ANY));
      };
    }

    private TensorSpec output(FamilyDescriptor family) {
      return switch (this) {
        case STYLIZE -> picture(Names.STYLIZED);
        case ANCHORS -> latents(family, Names.ANCHORS, ANY);
        case FRAMES -> latents(family, Names.LATENTS, ANY);
        case DECODE ->
            new TensorSpec(Names.FRAMES, TensorType.UINT8, List.of(ANY, ANY, ANY, 3L), false);
      };
    }

    private List<String> differences(FamilyDescriptor family, ModelDescription model) {
      SortedSet<String> differences = new TreeSet<>();
      if (model.maxBatchSize() != 0) {
        differences.add(
            "model '%s' has max_batch_size %d (expected: 0)"
                .formatted(model.model(), model.maxBatchSize()));
      }
      for (TensorSpec wanted : inputs(family)) {
        compare(model, "input", wanted, model.input(wanted.name()), differences);
      }
      TensorSpec wanted = output(family);
      compare(model, "output", wanted, model.output(wanted.name()), differences);
      return List.copyOf(differences);
    }

    private static void compare(
        ModelDescription model,
        String side,
        TensorSpec wanted,
        Optional<TensorSpec> found,
        SortedSet<String> differences) {
      if (found.isEmpty() || !fits(wanted, found.get())) {
        differences.add(
            "model '%s' %s is %s (expected: %s)"
                .formatted(
                    model.model(),
                    side + " '" + wanted.name() + "'",
                    found.map(TensorSpec::toString).orElse("not there"),
                    wanted));
      }
    }

    private static boolean fits(TensorSpec wanted, TensorSpec found) {
      if (wanted.type() != found.type() || wanted.dims().size() != found.dims().size()) {
        return false;
      }
      for (int axis = 0; axis < wanted.dims().size(); axis++) {
        long want = wanted.dims().get(axis);
        long have = found.dims().get(axis);
        if (want != ANY && have != ANY && want != have) {
          return false;
        }
      }
      return true;
    }

    private static TensorSpec picture(String name) {
      return new TensorSpec(name, TensorType.UINT8, List.of(ANY, ANY, 3L), false);
    }

    private static TensorSpec frame() {
      return new TensorSpec(Names.FRAME, TensorType.INT64, List.of(ANY), false);
    }

    private static TensorSpec latents(FamilyDescriptor family, String name, long frames) {
      return new TensorSpec(
          name,
          TensorType.named(family.getLatentType()),
          List.of((long) family.getLatentChannels(), frames, ANY, ANY),
          false);
    }
  }

  /** Tensors that the worker itself gives or takes; all others are the planner's parameters. */
  static final class Names {
    static final String PICTURE = "picture";
    static final String STYLIZED = "stylized";
    static final String FRAME = "frame";
    static final String ANCHORS = "anchors";
    static final String LEFT_ANCHOR = "left_anchor";
    static final String RIGHT_ANCHOR = "right_anchor";
    static final String LEFT_FRAME = "left_frame";
    static final String RIGHT_FRAME = "right_frame";
    static final String LATENTS = "latents";
    static final String FRAMES = "frames";

    private Names() {}
  }
}
