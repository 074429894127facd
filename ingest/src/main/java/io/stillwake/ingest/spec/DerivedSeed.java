package io.stillwake.ingest.spec;

import io.stillwake.proto.ObjectRef;
import io.stillwake.proto.RenderSpec;
import io.stillwake.storage.Sha256;

/**
 * The seed of a request that names none: it follows from all that shapes the result, so the same
 * request gives the same film.
 */
final class DerivedSeed {

  private static final int HEX_DIGITS_OF_52_BITS = 13;

  private DerivedSeed() {}

  static long of(Spec spec) {
    // When the work is done shapes nothing, nor does where an asset lies.
    RenderSpec shaping =
        SpecMessages.message(spec, DerivedSeed::contentAlone).toBuilder()
            .clearSeed()
            .clearWorkClass()
            .build();
    String hash = Sha256.of(shaping.toByteArray());
    return Long.parseLong(hash.substring(0, HEX_DIGITS_OF_52_BITS), 16);
  }

  private static ObjectRef contentAlone(String sha256) {
    return ObjectRef.newBuilder().setSha256(sha256).build();
  }
}
