package io.stillwake.ingest.render;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stillwake.ingest.http.Fields;
import io.stillwake.ingest.problem.Findings;
import io.stillwake.ingest.problem.ProblemException;
import io.stillwake.ingest.spec.AssetLookup;
import io.stillwake.ingest.spec.ReadSpec;
import io.stillwake.ingest.spec.Spec;
import io.stillwake.ingest.upload.DeclaredSource;
import io.stillwake.ingest.upload.Uploads;
import io.stillwake.proto.ObjectRef;
import io.stillwake.proto.RenderSpec;
import io.stillwake.storage.RenderId;
import io.stillwake.storage.Tenant;
import java.util.Optional;

/** A request for a render that nothing is wrong with. */
record RenderRequest(RenderSpec spec, Source source) {

  /** Where the picture comes from. */
  sealed interface Source {

    /** The object that it is, or will be. */
    ObjectRef object(Uploads uploads, Tenant tenant, RenderId render);

    /** Whether it is in the store already. */
    boolean stored();

    /** Sent by the client, as it declared. */
    record Upload(DeclaredSource declared) implements Source {

      @Override
      public ObjectRef object(Uploads uploads, Tenant tenant, RenderId render) {
        return uploads.expected(tenant, render, declared);
      }

      @Override
      public boolean stored() {
        return false;
      }
    }

    /** A result of an earlier render. */
    record Stored(ObjectRef result) implements Source {

      @Override
      public ObjectRef object(Uploads uploads, Tenant tenant, RenderId render) {
        return result;
      }

      @Override
      public boolean stored() {
        return true;
      }
    }
  }

  /** Finds what a request means that goes on from an earlier render. */
  @FunctionalInterface
  interface EarlierLookup {

    /** Empty where it cannot be had; the findings say why. */
    Optional<ObjectRef> find(Spec.From from, Findings findings);
  }

  /**
   * @param assets of the tenant who asks
   * @param earlier of the tenant who asks
   * @throws ProblemException with all that is wrong
   */
  static RenderRequest read(
      ObjectNode body, ReadSpec readSpec, AssetLookup assets, EarlierLookup earlier) {
    Findings findings = new Findings();
    Fields fields = Fields.of(body, findings);
    Optional<ReadSpec.Resolved> resolved = readSpec.read(fields, assets);
    Optional<Source> source = source(fields, resolved.map(ReadSpec.Resolved::spec), earlier);
    fields.refuseOthers();
    findings.throwIfAny();
    return new RenderRequest(resolved.orElseThrow().message(), source.orElseThrow());
  }

  private static Optional<Source> source(
      Fields fields, Optional<Spec> spec, EarlierLookup earlier) {
    if (fields.object("from").isEmpty()) {
      return DeclaredSource.read(fields).map(Source.Upload::new);
    }
    if (fields.object("source").isPresent()) {
      fields.invalid("from", "beside source", "one of them");
    }
    return spec.map(Spec::from)
        .filter(from -> fields.findings().none("/from"))
        .flatMap(from -> earlier.find(from, fields.findings()))
        .map(Source.Stored::new);
  }
}
