package io.stillwake.ingest.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stillwake.ingest.problem.ErrorCode;
import io.stillwake.ingest.problem.Findings;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Reads one JSON object field by field. What has the wrong type becomes a finding and reads as
 * absent, like {@code null}; {@link #refuseOthers()} makes a finding of every field never asked
 * for.
 */
public final class Fields {

  private final ObjectNode object;
  private final String pointer;
  private final Findings findings;
  private final Set<String> known = new LinkedHashSet<>();

  private Fields(ObjectNode object, String pointer, Findings findings) {
    this.object = object;
    this.pointer = pointer;
    this.findings = findings;
  }

  public static Fields of(ObjectNode body, Findings findings) {
    return new Fields(body, "", findings);
  }

  public Findings findings() {
    return findings;
  }

  /** Where this object stands in the body. */
  public String pointer() {
    return pointer;
  }

  /** Where a field stands in the body. */
  public String pointer(String name) {
    return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
  }

  public Optional<Fields> object(String name) {
    return field(name, JsonNode::isObject, "an object")
        .map(node -> new Fields((ObjectNode) node, pointer(name), findings));
  }

  /** The objects of an array; none where it is absent. */
  public List<Fields> objects(String name, int max) {
    List<Fields> objects = new ArrayList<>();
    for (JsonNode item : array(name, max)) {
      String at = pointer(name) + "/" + objects.size();
      if (!item.isObject()) {
        findings.add(ErrorCode.INVALID_REQUEST, at, shorten(item.toString()), "an object");
      }
      // An empty one stands in for what is no object: those behind it keep their indices.
      ObjectNode object =
          item.isObject() ? (ObjectNode) item : JsonNodeFactory.instance.objectNode();
      objects.add(new Fields(object, at, findings));
    }
    return objects;
  }

  /** Two numbers, {@code [x, y]}. */
  public Optional<List<Double>> pair(String name, double min, double max) {
    return field(name, JsonNode::isArray, "[x, y]")
        .flatMap(node -> pair(node, pointer(name), min, max));
  }

  /** An array of {@code [x, y]}; none where it is absent. */
  public List<List<Double>> pairs(String name, double min, double max, int most) {
    List<List<Double>> pairs = new ArrayList<>();
    int index = 0;
    for (JsonNode item : array(name, most)) {
      pair(item, pointer(name) + "/" + index++, min, max).ifPresent(pairs::add);
    }
    return pairs;
  }

  private Optional<List<Double>> pair(JsonNode node, String at, double min, double max) {
    List<Double> numbers = new ArrayList<>();
    node.forEach(each -> numbers.add(each.isNumber() ? each.doubleValue() : Double.NaN));
    if (numbers.size() == 2
        && numbers.stream().allMatch(number -> number >= min && number <= max)) {
      return Optional.of(List.copyOf(numbers));
    }
    findings.add(
        ErrorCode.INVALID_REQUEST,
        at,
        shorten(node.toString()),
        "[x, y], two numbers from %s to %s".formatted(plain(min), plain(max)));
    return Optional.empty();
  }

  private Iterable<JsonNode> array(String name, int max) {
    Optional<JsonNode> array = field(name, JsonNode::isArray, "an array");
    if (array.isPresent() && array.get().size() > max) {
      invalid(name, array.get().size() + " items", "at most " + max);
      return List.of();
    }
    return array.<Iterable<JsonNode>>map(node -> node).orElse(List.of());
  }

  public Optional<String> text(String name, int maxLength) {
    Optional<String> text = field(name, JsonNode::isTextual, "a string").map(JsonNode::textValue);
    if (text.isPresent() && text.get().length() > maxLength) {
      invalid(name, text.get().length() + " characters", "at most " + maxLength);
      return Optional.empty();
    }
    return text;
  }

  public Optional<Boolean> flag(String name) {
    return field(name, JsonNode::isBoolean, "true or false").map(JsonNode::booleanValue);
  }

  /** A whole number; one outside the range becomes a finding too. */
  public Optional<Long> integer(String name, long min, long max) {
    Optional<Long> number =
        field(
                name,
                node -> node.canConvertToExactIntegral() && node.canConvertToLong(),
                "a whole number")
            .map(JsonNode::longValue);
    if (number.isPresent() && (number.get() < min || number.get() > max)) {
      invalid(name, number.get(), min + " to " + max);
      return Optional.empty();
    }
    return number;
  }

  /** A number; one outside the range becomes a finding with the code. */
  public Optional<Double> number(String name, double min, double max, ErrorCode code) {
    Optional<Double> number =
        field(name, JsonNode::isNumber, "a number").map(JsonNode::doubleValue);
    if (number.isPresent() && !(number.get() >= min && number.get() <= max)) {
      findings.add(code, pointer(name), plain(number.get()), plain(min) + " to " + plain(max));
      return Optional.empty();
    }
    return number;
  }

  /** Adds a finding for a field whose value does not do. */
  public void invalid(String name, Object value, String expected) {
    findings.add(ErrorCode.INVALID_REQUEST, pointer(name), value, expected);
  }

  public void refuseOthers() {
    object
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                findings.add(
                    ErrorCode.INVALID_REQUEST,
                    pointer(name),
                    "%s: unknown field (expected: one of %s)"
                        .formatted(name, String.join(", ", known)));
              }
            });
  }

  private Optional<JsonNode> field(String name, Predicate<JsonNode> type, String expected) {
    known.add(name);
    JsonNode node = object.get(name);
    if (node == null || node.isNull()) {
      return Optional.empty();
    }
    if (!type.test(node)) {
      invalid(name, shorten(node.toString()), expected);
      return Optional.empty();
    }
    return Optional.of(node);
  }

  private static String shorten(String value) {
    return value.length() <= 40 ? value : value.substring(0, 40) + "…";
  }

  /** As people write it: 4, not 4.0. */
  private static String plain(double number) {
    return Double.isFinite(number)
        ? BigDecimal.valueOf(number).stripTrailingZeros().toPlainString()
        : Double.toString(number);
  }
}
