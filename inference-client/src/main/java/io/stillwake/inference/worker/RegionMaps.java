package io.stillwake.inference.worker;

import io.stillwake.inference.Tensor;
import io.stillwake.proto.Latents;
import io.stillwake.proto.ModelCall;
import io.stillwake.storage.latent.LatentTensor;
import io.stillwake.storage.latent.LatentType;

/**
 * Where in a picture what can move is: one small map per region, of FP16 samples that cover the
 * whole picture. Values are 0 to 1, or -1 to 1 where a region is an axis of a direction.
 *
 * @param maps [regions, 1, height, width]
 */
record RegionMaps(LatentTensor maps) {

  RegionMaps {
    if (maps.type() != LatentType.F16 || maps.frames() != 1) {
      throw new IllegalArgumentException("region maps: " + maps + " (expected: F16 [R, 1, h, w])");
    }
  }

  /** What a model made; it must hold the family's regions and numbers only. */
  static RegionMaps made(Tensor output, ModelCall call, Attempt attempt) throws WorkStopped {
    int regions = attempt.family(call).getRegionsCount();
    Tensors.requireShape(output, regions, 1, output.extent(2), output.extent(3));
    LatentTensor maps = Tensors.latents(output);
    if (!maps.finite()) {
      throw WorkFailed.forNow(
          WorkFailed.INVALID_OUTPUT,
          "model '%s' output '%s' holds NaN or infinity (expected: finite numbers)"
              .formatted(call.getModel(), output.name()));
    }
    return new RegionMaps(maps);
  }

  static RegionMaps fetch(Latents stored, Attempt attempt)
      throws WorkStopped, InterruptedException {
    return new RegionMaps(LatentChunks.fetch(stored.getObject(), attempt));
  }

  Tensor tensor() {
    return Tensors.latents(TensorName.REGIONS, maps);
  }

  int count() {
    return maps.channels();
  }

  /** One map, row by row. */
  float[] map(int region) {
    float[] values = new float[maps.height() * maps.width()];
    int from = region * values.length;
    for (int i = 0; i < values.length; i++) {
      values[i] = value(maps.data().getShort((from + i) * Short.BYTES));
    }
    return values;
  }

  /** The share of the picture that a region covers. */
  double coverage(int region) {
    float[] values = map(region);
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** An IEEE 754 half: sign, 5 bits of exponent, 10 of fraction. */
  private static float value(short half) {
    int exponent = half >> 10 & 0x1f;
    int fraction = half & 0x3ff;
    float magnitude =
        exponent == 0 ? fraction * 0x1p-24f : Math.scalb(1 + fraction * 0x1p-10f, exponent - 15);
    return half < 0 ? -magnitude : magnitude;
  }
}
