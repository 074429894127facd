package io.stillwake.ingest.setup.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.stillwake.ingest.json.Json;
import io.stillwake.ingest.setup.report.SetupFailure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** Finds what a bucket's policy allows everybody. */
final class PublicStatements {

  private PublicStatements() {}

  /**
   * The actions that need no credentials, such as {@code s3:GetObject}.
   *
   * @param policy JSON as the store keeps it; empty for none
   */
  static List<String> in(String policy) {
    if (policy == null || policy.isBlank()) {
      return List.of();
    }
    List<String> actions = new ArrayList<>();
    for (JsonNode statement : each(read(policy).path("Statement"))) {
      if (statement.path("Effect").asText().equals("Allow")
          && isEverybody(statement.path("Principal"))
          && !statement.has("Condition")) {
        each(statement.path("Action")).forEach(action -> actions.add(action.asText()));
      }
    }
    return actions;
  }

  private static boolean isEverybody(JsonNode principal) {
    return each(principal.has("AWS") ? principal.path("AWS") : principal).stream()
        .anyMatch(who -> who.asText().equals("*"));
  }

  /** Policies write a list of one as the one. */
  private static List<JsonNode> each(JsonNode node) {
    return node.isArray()
        ? StreamSupport.stream(node.spliterator(), false).toList()
        : List.of(node);
  }

  private static JsonNode read(String policy) {
    try {
      return Json.tree(policy.getBytes(StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new SetupFailure("its policy is no JSON: " + policy, e);
    }
  }
}
