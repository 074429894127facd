package io.stillwake.jobs.intake;

import io.stillwake.proto.UploadSign;
import io.stillwake.proto.WorkResult;

/** A worker's answer after it looked for an upload, as a sign of that upload. */
public final class LookedUpload {

  private LookedUpload() {}

  public static UploadSign sign(WorkResult result) {
    return UploadSign.newBuilder()
        .setRenderId(result.getRenderId())
        .setTenant(result.getTenant())
        .setLooked(result)
        .build();
  }
}
