package io.stillwake.ingest.spec;

import io.stillwake.ingest.http.Fields;
import io.stillwake.ingest.problem.ErrorCode;
import io.stillwake.proto.ObjectRef;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads ids of assets and keeps where each lies. */
final class ReadAssets {

  private static final int MAX_ID = 100;

  private final AssetLookup lookup;
  private final Map<String, ObjectRef> found = new LinkedHashMap<>();

  ReadAssets(AssetLookup lookup) {
    this.lookup = lookup;
  }

  /** Empty where the field is absent; an id of no asset becomes a finding. */
  Optional<String> read(Fields fields, String name) {
    Optional<String> id = fields.text(name, MAX_ID);
    if (id.isPresent() && !found.containsKey(id.get())) {
      Optional<ObjectRef> asset = lookup.find(id.get());
      if (asset.isEmpty()) {
        fields
            .findings()
            .add(
                ErrorCode.UNKNOWN_ASSET,
                fields.pointer(name),
                id.get(),
                "the id that POST /v1/assets answered with");
        return Optional.empty();
      }
      found.put(id.get(), asset.get());
    }
    return id;
  }

  Map<String, ObjectRef> found() {
    return Map.copyOf(found);
  }
}
