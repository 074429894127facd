package io.stillwake.inference.worker;

import io.stillwake.inference.ModelDescription;
import io.stillwake.inference.TensorSpec;
import io.stillwake.inference.TensorType;
import io.stillwake.proto.Chunking;
import io.stillwake.proto.FamilyDescriptor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** What a family's model is for; it fixes the tensors that the worker itself gives and takes. */
enum ModelRole {
  RESTORE,
  REGIONS,
  BRUSH,
  STYLIZE,
  STYLIZE_BY_EXAMPLE,
  ANCHORS,
  FRAMES,
  DECODE,
  REFINE,
  PROGRESS;

  private static final long ANY = -1;

  String model(FamilyDescriptor family) {
    return family.getName() + "-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether the descriptor says that the family has it. */
  boolean isPlayedIn(FamilyDescriptor family) {
    return switch (this) {
      case RESTORE -> family.getRestores();
      case REGIONS, BRUSH -> hasRegions(family);
      case STYLIZE -> family.getStylesCount() > 0;
      case STYLIZE_BY_EXAMPLE -> family.getStylizesByExample();
      case ANCHORS -> hasAnchors(family);
      case FRAMES, DECODE -> true;
      case REFINE -> family.getRefines();
      case PROGRESS -> family.getProgresses();
    };
  }

  /** Every way in which the model is not what the role asks for, in words. */
  List<String> differences(FamilyDescriptor family, ModelDescription model) {
    SortedSet<String> differences = new TreeSet<>();
    if (model.maxBatchSize() != 0) {
      differences.add(
          "model '%s' has max_batch_size %d (expected: 0)"
              .formatted(model.model(), model.maxBatchSize()));
    }
    for (TensorSpec wanted : inputs(family)) {
      compare(model, "input", wanted, model.input(wanted.name())).ifPresent(differences::add);
    }
    for (TensorSpec wanted : outputs(family)) {
      compare(model, "output", wanted, model.output(wanted.name())).ifPresent(differences::add);
    }
    return List.copyOf(differences);
  }

  private List<TensorSpec> inputs(FamilyDescriptor family) {
    return switch (this) {
      case RESTORE, REGIONS, STYLIZE -> List.of(picture(TensorName.PICTURE));
      case STYLIZE_BY_EXAMPLE ->
          List.of(picture(TensorName.PICTURE), picture(TensorName.STYLE_PICTURE));
      case BRUSH -> brush(family);
      case ANCHORS -> moving(family);
      case FRAMES -> between(family);
      case DECODE -> List.of(latents(family, TensorName.LATENTS, ANY));
      case REFINE -> List.of(frames(TensorName.FRAMES), picture(TensorName.PICTURE));
      case PROGRESS -> List.of(tensor(TensorName.REQUEST, TensorType.BYTES, 1));
    };
  }

  private List<TensorSpec> outputs(FamilyDescriptor family) {
    return switch (this) {
      case RESTORE -> List.of(picture(TensorName.RESTORED));
      case REGIONS -> List.of(regions(family, TensorName.REGIONS));
      case BRUSH -> List.of(regions(family, TensorName.PAINTED));
      case STYLIZE, STYLIZE_BY_EXAMPLE -> List.of(picture(TensorName.STYLIZED));
      case ANCHORS -> List.of(latents(family, TensorName.ANCHORS, ANY));
      case FRAMES -> List.of(latents(family, TensorName.LATENTS, ANY));
      case DECODE -> List.of(frames(TensorName.FRAMES));
      case REFINE -> List.of(frames(TensorName.REFINED));
      case PROGRESS ->
          List.of(
              tensor(TensorName.DONE, TensorType.INT64, 1),
              tensor(TensorName.TOTAL, TensorType.INT64, 1));
    };
  }

  private static List<TensorSpec> brush(FamilyDescriptor family) {
    return List.of(
        regions(family, TensorName.REGIONS),
        tensor(TensorName.MASKS, TensorType.UINT8, ANY, ANY, ANY),
        tensor(TensorName.MASK_REGION, TensorType.INT64, ANY),
        tensor(TensorName.MASK_GIVEN, TensorType.INT64, ANY),
        tensor(TensorName.MASK_DIRECTION, TensorType.FP32, ANY, 2),
        tensor(TensorName.STROKE, TensorType.FP32, ANY, 5));
  }

  private static List<TensorSpec> moving(FamilyDescriptor family) {
    List<TensorSpec> inputs = new ArrayList<>();
    inputs.add(picture(TensorName.PICTURE));
    inputs.add(tensor(TensorName.FRAME, TensorType.INT64, ANY));
    if (hasRegions(family)) {
      inputs.add(regions(family, TensorName.REGIONS));
    }
    return inputs;
  }

  private static List<TensorSpec> between(FamilyDescriptor family) {
    List<TensorSpec> inputs = moving(family);
    if (hasAnchors(family)) {
      inputs.add(latents(family, TensorName.LEFT_ANCHOR, 1));
    }
    if (family.getChunking() == Chunking.KEYFRAMES) {
      inputs.add(latents(family, TensorName.RIGHT_ANCHOR, 1));
    }
    return inputs;
  }

  private static boolean hasAnchors(FamilyDescriptor family) {
    return family.getChunking() != Chunking.WHOLE;
  }

  private static boolean hasRegions(FamilyDescriptor family) {
    return family.getRegionsCount() > 0;
  }

  private static TensorSpec picture(String name) {
    return tensor(name, TensorType.UINT8, ANY, ANY, 3);
  }

  private static TensorSpec frames(String name) {
    return tensor(name, TensorType.UINT8, ANY, ANY, ANY, 3);
  }

  private static TensorSpec regions(FamilyDescriptor family, String name) {
    return tensor(name, TensorType.FP16, family.getRegionsCount(), 1, ANY, ANY);
  }

  private static TensorSpec latents(FamilyDescriptor family, String name, long frames) {
    return tensor(
        name,
        TensorType.named(family.getLatentType()),
        family.getLatentChannels(),
        frames,
        ANY,
        ANY);
  }

  private static TensorSpec tensor(String name, TensorType type, long... dims) {
    return new TensorSpec(name, type, Arrays.stream(dims).boxed().toList(), false);
  }

  private static Optional<String> compare(
      ModelDescription model, String side, TensorSpec wanted, Optional<TensorSpec> found) {
    return found.isPresent() && fits(wanted, found.get())
        ? Optional.empty()
        : Optional.of(
            "model '%s' %s '%s' is %s (expected: %s)"
                .formatted(
                    model.model(),
                    side,
                    wanted.name(),
                    found.map(TensorSpec::toString).orElse("not there"),
                    wanted));
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
}
