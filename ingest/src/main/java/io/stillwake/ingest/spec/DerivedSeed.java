package io.stillwake.ingest.spec;

import io.stillwake.proto.ObjectRef;
import io.stillwake.proto.RenderSpec;
import io.stillwake.storage.Sha256;

/**
 * The seed of a request that names none: it follows from the style alone. So the same request gives
 * the same film, other motion on a picture paints it no second time, and at another strength the
 * strokes stay where they were.
 */
final class DerivedSeed {

  private static final int HEX_DIGITS_OF_52_BITS = 13;

  private DerivedSeed() {}

  static long of(Spec spec) {
    RenderSpec.Builder shaping = RenderSpec.newBuilder().setFamily(spec.family());
    if (spec.stylize() != null) {
      shaping.setStylize(
          StylizeMessages.message(spec.stylize(), DerivedSeed::contentAlone).toBuilder()
              .clearStrength()
              .clearKeepColors());
    }
    String hash = Sha256.of(shaping.build().toByteArray());
    return Long.parseLong(hash.substring(0, HEX_DIGITS_OF_52_BITS), 16);
  }

  private static ObjectRef contentAlone(String sha256) {
    return ObjectRef.newBuilder().setSha256(sha256).build();
  }
}
