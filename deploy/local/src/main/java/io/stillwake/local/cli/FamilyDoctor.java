package io.stillwake.local.cli;

import io.stillwake.inference.triton.TritonModelServer;
import io.stillwake.inference.worker.ServedFamily;
import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.storage.family.FamilyFolder;
import io.stillwake.storage.family.PlanningRules;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at one model family: its descriptor, its models, its weights, and a clip of its own. */
final class FamilyDoctor {

  private final Path families;
  private final String name;

  FamilyDoctor(Path families, String name) {
    this.families = families;
    this.name = name;
  }

  /**
   * What can be looked at; no weights of a family that has none.
   *
   * @param triton empty where none is known
   * @param api empty where none is known or no clip is wanted
   * @param python empty for the one that the family's engine names
   */
  List<Diagnosis> examine(Optional<String> triton, Optional<URI> api, Optional<String> python) {
    List<Diagnosis> diagnoses = new ArrayList<>();
    Path folder = families.resolve(name);
    diagnoses.add(Diagnosis.of("family", folder.toString(), () -> text(descriptor())));
    if (!diagnoses.get(0).well()) {
      return diagnoses;
    }
    FamilyDescriptor family = descriptor();
    triton.ifPresent(
        address -> diagnoses.add(Diagnosis.of("models", address, () -> models(family, address))));
    FamilyWeights weights = new FamilyWeights(folder, name);
    if (weights.areThere()) {
      diagnoses.add(Diagnosis.of("weights", weights.where(), () -> weights.examine(python)));
    }
    api.ifPresent(
        address ->
            diagnoses.add(
                Diagnosis.of(
                    "clip", address.toString(), () -> new SmallClip(address, family).make())));
    return diagnoses;
  }

  private FamilyDescriptor descriptor() {
    List<FamilyDescriptor> known = FamilyFolder.read(families);
    return known.stream()
        .filter(family -> family.getName().equals(name))
        .findFirst()
        .map(PlanningRules::require)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no family '%s' in %s (expected: one of %s)"
                        .formatted(
                            name,
                            families,
                            known.stream().map(FamilyDescriptor::getName).toList())));
  }

  private static String text(FamilyDescriptor family) {
    return "version %s, pool %s, %s, %s frames per latent frame"
        .formatted(
            family.getVersion(), family.getPool(), split(family), family.getTemporalStride());
  }

  private static String split(FamilyDescriptor family) {
    return switch (family.getChunking()) {
      case KEYFRAMES -> "anchors every %d latent frames".formatted(family.getFramesPerChunk());
      case WINDOWS ->
          "windows of %d latent frames, %d overlapping"
              .formatted(family.getFramesPerChunk(), family.getOverlap());
      case WHOLE -> "films in one piece";
      case CHUNKING_UNSPECIFIED, UNRECOGNIZED -> "unknown chunking";
    };
  }

  private static String models(FamilyDescriptor family, String address) throws Exception {
    try (TritonModelServer server = TritonModelServer.connect(address)) {
      return "fit: " + String.join(", ", ServedFamily.examine(family, server));
    }
  }
}
