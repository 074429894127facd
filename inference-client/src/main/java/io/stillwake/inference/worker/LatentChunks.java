package io.stillwake.inference.worker;

import io.stillwake.inference.Tensor;
import io.stillwake.inference.media.RgbImage;
import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.proto.Latents;
import io.stillwake.proto.ModelCall;
import io.stillwake.proto.ObjectRef;
import io.stillwake.storage.latent.LatentFile;
import io.stillwake.storage.latent.LatentTensor;
import java.util.Map;

/** Latents between steps, as safetensors files. */
final class LatentChunks {

  private LatentChunks() {}

  static LatentTensor fetch(ObjectRef ref, Attempt attempt)
      throws WorkStopped, InterruptedException {
    return attempt.fetch(
        ref,
        LatentTensor.class,
        content -> new InputCache.Input<>(parse(ref, content), content.length));
  }

  private static LatentTensor parse(ObjectRef ref, byte[] content) throws WorkFailed {
    try {
      return LatentFile.parse(content).latents();
    } catch (IllegalArgumentException e) {
      throw WorkFailed.forGood(
          WorkFailed.INVALID_OUTPUT, "object %s: %s".formatted(ref.getKey(), e.getMessage()), e);
    }
  }

  /**
   * What a model made for {@code frames} latent frames of a picture; it must have the family's
   * shape and hold numbers only.
   */
  static LatentTensor made(
      Tensor output, ModelCall call, RgbImage picture, int frames, Attempt attempt)
      throws WorkStopped {
    FamilyDescriptor family = attempt.family(call);
    Tensors.requireShape(
        output,
        family.getLatentChannels(),
        frames,
        picture.height() / family.getSpatialStride(),
        picture.width() / family.getSpatialStride());
    LatentTensor latents = Tensors.latents(output);
    if (!latents.finite()) {
      throw WorkFailed.forNow(
          WorkFailed.INVALID_OUTPUT,
          "model '%s' output '%s' holds NaN or infinity (expected: finite numbers)"
              .formatted(call.getModel(), output.name()));
    }
    return latents;
  }

  /** Latents as an attempt's output. */
  static Latents output(LatentTensor latents, ModelCall call, Attempt attempt) throws WorkStopped {
    byte[] file = new LatentFile(latents, Map.of("model", call.getModel())).toBytes();
    Latents.Builder stored =
        Latents.newBuilder().setObject(attempt.output(file, LatentFile.MEDIA_TYPE));
    for (long extent : latents.shape()) {
      stored.addShape(extent);
    }
    return stored.build();
  }
}
