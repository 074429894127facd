package io.stillwake.ingest.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stillwake.ingest.json.Json;
import io.stillwake.ingest.problem.ErrorCode;
import io.stillwake.ingest.problem.ProblemException;
import java.util.Locale;

/** Reads the body of a request. */
public final class RequestBody {

  private RequestBody() {}

  /**
   * @throws ProblemException where it is not one JSON object, with the line and column
   */
  public static ObjectNode read(byte[] body) {
    JsonNode tree;
    try {
      tree = Json.tree(body);
    } catch (JsonProcessingException e) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST, "body: not JSON%s: %s".formatted(place(e), firstLine(e)), e);
    }
    if (tree instanceof ObjectNode object) {
      return object;
    }
    throw new ProblemException(
        ErrorCode.INVALID_REQUEST,
        "body: %s (expected: a JSON object)"
            .formatted(
                tree.isMissingNode()
                    ? "empty"
                    : tree.getNodeType().name().toLowerCase(Locale.ROOT)));
  }

  private static String place(JsonProcessingException e) {
    JsonLocation location = e.getLocation();
    return location == null
        ? ""
        : " at line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
  }

  private static String firstLine(JsonProcessingException e) {
    return e.getOriginalMessage().lines().findFirst().orElse("");
  }
}
