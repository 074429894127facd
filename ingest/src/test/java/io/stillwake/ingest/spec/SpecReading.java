package io.stillwake.ingest.spec;

import io.stillwake.ingest.http.Fields;
import io.stillwake.ingest.http.RequestBody;
import io.stillwake.ingest.problem.Finding;
import io.stillwake.ingest.problem.Findings;
import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.proto.MotionKind;
import io.stillwake.proto.ObjectRef;
import io.stillwake.proto.Region;
import io.stillwake.proto.Style;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Reads requests, written with single quotes, of a family that can do everything. */
final class SpecReading {

  static final String MASK = "a1".repeat(32);
  static final String PICTURE = "b2".repeat(32);

  static final FamilyDescriptor FAMILY =
      FamilyDescriptor.newBuilder()
          .setName("reference")
          .setDefaultFps(24)
          .setMinFps(8)
          .setMaxFps(30)
          .setDefaultSeconds(4)
          .setMinSeconds(1)
          .setMaxSeconds(10)
          .setSideMultiple(16)
          .setMinSide(64)
          .setMaxSide(1920)
          .setMaxPixels(921_600)
          .setMaxPicturePixels(2_073_600)
          .addStyles(Style.newBuilder().setName("oil"))
          .addStyles(Style.newBuilder().setName("ink"))
          .addStyles(Style.newBuilder().setName("golden-hour").setLight(true))
          .addMotions(MotionKind.newBuilder().setName("water").setAmount(0.8).addRegions("water"))
          .addMotions(MotionKind.newBuilder().setName("hair").setAmount(0.6).addRegions("hair"))
          .addMotions(MotionKind.newBuilder().setName("rain").setAmount(0.7))
          .addRegions(Region.newBuilder().setName("water"))
          .addRegions(Region.newBuilder().setName("hair"))
          .setRestores(true)
          .setRefines(true)
          .setStylizesByExample(true)
          .build();

  private SpecReading() {}

  static ObjectRef asset(String id) {
    return ObjectRef.newBuilder().setKey("assets/local/" + id).setSha256(id).build();
  }

  static Spec read(String json) {
    Findings findings = new Findings();
    Optional<ReadSpec.Resolved> resolved = read(json, FAMILY, findings);
    findings.throwIfAny();
    return resolved.orElseThrow().spec();
  }

  static List<Finding> findings(String json) {
    return findings(json, FAMILY);
  }

  static List<Finding> findings(String json, FamilyDescriptor family) {
    Findings findings = new Findings();
    var unused = read(json, family, findings);
    return findings.all();
  }

  private static Optional<ReadSpec.Resolved> read(
      String json, FamilyDescriptor family, Findings findings) {
    byte[] body = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    Fields fields = Fields.of(RequestBody.read(body), findings);
    Optional<ReadSpec.Resolved> resolved =
        new ReadSpec(new Families(List.of(family)))
            .read(
                fields,
                id ->
                    List.of(MASK, PICTURE).contains(id)
                        ? Optional.of(asset(id))
                        : Optional.empty());
    fields.refuseOthers();
    return resolved;
  }
}
