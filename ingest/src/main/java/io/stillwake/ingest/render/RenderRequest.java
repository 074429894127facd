package io.stillwake.ingest.render;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stillwake.ingest.http.Fields;
import io.stillwake.ingest.problem.Findings;
import io.stillwake.ingest.problem.ProblemException;
import io.stillwake.ingest.spec.ReadSpec;
import io.stillwake.ingest.spec.Spec;
import io.stillwake.ingest.upload.DeclaredSource;
import java.util.List;
import java.util.Optional;

/**
 * A request for a render that nothing is wrong with.
 *
 * @param warnings what the client should know about how it was resolved
 */
record RenderRequest(Spec spec, DeclaredSource source, List<String> warnings) {

  /**
   * @throws ProblemException with all that is wrong
   */
  static RenderRequest read(ObjectNode body, ReadSpec readSpec) {
    Findings findings = new Findings();
    Fields fields = Fields.of(body, findings);
    Optional<ReadSpec.Resolved> resolved = readSpec.read(fields);
    Optional<DeclaredSource> source = DeclaredSource.read(fields);
    fields.refuseOthers();
    findings.throwIfAny();
    return new RenderRequest(
        resolved.orElseThrow().spec(), source.orElseThrow(), resolved.get().warnings());
  }
}
