package io.stillwake.bench.gpu;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Reads {@code {"faults": [{"kind": "slow", "factor": 10, "slot": 3}, ...]}}.
 *
 * <p>Every message names the field, what it is and what was expected.
 */
final class FaultRules {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Set<String> FIELDS =
      Set.of(
          "kind",
          "factor",
          "at",
          "gpu",
          "slot",
          "work",
          "model",
          "tenant",
          "probability",
          "seed",
          "calls",
          "seconds");

  private final String name;
  private final JsonNode rule;

  private FaultRules(String name, JsonNode rule) {
    this.name = name;
    this.rule = rule;
  }

  /**
   * @throws IllegalArgumentException where it is no list of rules
   */
  static List<FaultRule> parse(String text) {
    JsonNode root;
    try {
      root = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("faults: no JSON: " + e.getOriginalMessage(), e);
    }
    if (!root.isObject() || root.size() != 1 || !root.path("faults").isArray()) {
      throw new IllegalArgumentException(
          "faults: %s (expected: {\"faults\": [...]})".formatted(root));
    }
    List<FaultRule> rules = new ArrayList<>();
    for (JsonNode rule : root.get("faults")) {
      rules.add(new FaultRules("faults[" + rules.size() + "]", rule).rule());
    }
    return List.copyOf(rules);
  }

  private FaultRule rule() {
    for (Iterator<String> fields = rule.fieldNames(); fields.hasNext(); ) {
      String field = fields.next();
      if (!FIELDS.contains(field)) {
        throw wrong(field, "one of " + FIELDS.stream().sorted().toList());
      }
    }
    FaultKind kind =
        text("kind")
            .flatMap(FaultKind::named)
            .orElseThrow(() -> wrong("kind", "one of " + FaultKind.names()));
    Fault fault =
        new Fault(
            kind,
            only("factor", kind == FaultKind.SLOW, kind, number("factor", 0, 1e6)).orElse(1),
            only("at", kind.cutsShort(), kind, number("at", 0, 1))
                .orElse(kind.cutsShort() ? 0.5 : 1));
    if (kind == FaultKind.SLOW && !rule.has("factor")) {
      throw wrong("factor", "how many times as long a call takes");
    }
    OptionalLong slot = whole("slot");
    return new FaultRule(
        fault,
        text("gpu"),
        slot.isPresent()
            ? OptionalInt.of(Math.toIntExact(Math.min(slot.getAsLong(), Integer.MAX_VALUE)))
            : OptionalInt.empty(),
        text("work"),
        text("model"),
        text("tenant"),
        number("probability", 0, 1).orElse(1),
        whole("seed").orElse(1),
        whole("calls"),
        number("seconds", 0, 1e9));
  }

  private OptionalDouble only(String field, boolean taken, FaultKind kind, OptionalDouble value) {
    if (!taken && value.isPresent()) {
      throw wrong(field, "nothing, as the kind is " + kind.text());
    }
    return value;
  }

  private Optional<String> text(String field) {
    if (!rule.has(field)) {
      return Optional.empty();
    }
    if (!rule.get(field).isTextual()) {
      throw wrong(field, "text");
    }
    return Optional.of(rule.get(field).textValue());
  }

  private OptionalDouble number(String field, double least, double most) {
    if (!rule.has(field)) {
      return OptionalDouble.empty();
    }
    double value = rule.get(field).asDouble(Double.NaN);
    if (!rule.get(field).isNumber() || !(value >= least && value <= most)) {
      throw wrong(field, "a number from %.0f to %.0f".formatted(least, most));
    }
    return OptionalDouble.of(value);
  }

  private OptionalLong whole(String field) {
    if (!rule.has(field)) {
      return OptionalLong.empty();
    }
    if (!rule.get(field).canConvertToLong()
        || !rule.get(field).isIntegralNumber()
        || rule.get(field).longValue() < 0) {
      throw wrong(field, "a whole number, 0 or more");
    }
    return OptionalLong.of(rule.get(field).longValue());
  }

  /** The rule as {@link #parse} takes it, with what it left to the defaults. */
  static void write(FaultRule rule, ObjectNode json) {
    Fault fault = rule.fault();
    json.put("kind", fault.kind().text());
    if (fault.kind() == FaultKind.SLOW) {
      json.put("factor", fault.factor());
    }
    if (fault.kind().cutsShort()) {
      json.put("at", fault.at());
    }
    rule.gpu().ifPresent(gpu -> json.put("gpu", gpu));
    rule.slot().ifPresent(slot -> json.put("slot", slot));
    rule.work().ifPresent(work -> json.put("work", work));
    rule.model().ifPresent(model -> json.put("model", model));
    rule.tenant().ifPresent(tenant -> json.put("tenant", tenant));
    json.put("probability", rule.probability());
    json.put("seed", rule.seed());
    rule.calls().ifPresent(calls -> json.put("calls", calls));
    rule.seconds().ifPresent(seconds -> json.put("seconds", seconds));
  }

  private IllegalArgumentException wrong(String field, String expected) {
    return new IllegalArgumentException(
        "%s.%s: %s (expected: %s)"
            .formatted(name, field, rule.has(field) ? rule.get(field) : "absent", expected));
  }
}
