package io.stillwake.bench.gpu;

import io.stillwake.proto.triton.DataType;
import io.stillwake.proto.triton.ModelConfig;
import io.stillwake.proto.triton.ModelInput;
import io.stillwake.proto.triton.ModelInstanceGroup;
import io.stillwake.proto.triton.ModelOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The models of the family {@code virtual}, whatever its chunking: the anchors of a chunk may be
 * left out. What the planner says of the motion is not declared, so workers do not send it.
 */
public enum VirtualModel {
  ANCHORS("anchors"),
  FRAMES("latents"),
  DECODE("frames");

  static final String PICTURE = "picture";
  static final String FRAME = "frame";
  static final String LATENTS = "latents";
  public static final String SERVICE_MS = "service_ms";

  /** The only one there is. */
  public static final String VERSION = "1";

  private static final long ANY = -1;

  private final String output;

  VirtualModel(String output) {
    this.output = output;
  }

  public String model() {
    return VirtualFamily.NAME + "-" + name().toLowerCase(Locale.ROOT);
  }

  static Optional<VirtualModel> named(String model) {
    for (VirtualModel candidate : values()) {
      if (candidate.model().equals(model)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  String output() {
    return output;
  }

  DataType outputType() {
    return this == DECODE ? DataType.TYPE_UINT8 : DataType.TYPE_FP16;
  }

  /**
   * @param slots which all models of a GPU share
   */
  ModelConfig config(int slots) {
    return ModelConfig.newBuilder()
        .setName(model())
        .setPlatform("virtual")
        .setBackend("virtual")
        .addAllInput(inputs())
        .addOutput(
            ModelOutput.newBuilder()
                .setName(output)
                .setDataType(outputType())
                .addAllDims(this == DECODE ? List.of(ANY, ANY, ANY, 3L) : latents(ANY)))
        .addInstanceGroup(
            ModelInstanceGroup.newBuilder()
                .setName(model() + "_0")
                .setKind(ModelInstanceGroup.Kind.KIND_CPU)
                .setCount(slots))
        .build();
  }

  private List<ModelInput> inputs() {
    List<ModelInput> inputs = new ArrayList<>();
    if (this == DECODE) {
      inputs.add(needed(LATENTS, DataType.TYPE_FP16, latents(ANY)));
    } else {
      inputs.add(needed(PICTURE, DataType.TYPE_UINT8, List.of(ANY, ANY, 3L)));
      inputs.add(needed(FRAME, DataType.TYPE_INT64, List.of(ANY)));
    }
    if (this == FRAMES) {
      inputs.add(optional("left_anchor", DataType.TYPE_FP16, latents(1)));
      inputs.add(optional("right_anchor", DataType.TYPE_FP16, latents(1)));
    }
    inputs.add(optional(SERVICE_MS, DataType.TYPE_FP32, List.of(1L)));
    return inputs;
  }

  private static List<Long> latents(long frames) {
    return List.of((long) VirtualFamily.LATENT_CHANNELS, frames, ANY, ANY);
  }

  private static ModelInput needed(String name, DataType type, List<Long> dims) {
    return ModelInput.newBuilder().setName(name).setDataType(type).addAllDims(dims).build();
  }

  private static ModelInput optional(String name, DataType type, List<Long> dims) {
    return needed(name, type, dims).toBuilder().setOptional(true).build();
  }
}
