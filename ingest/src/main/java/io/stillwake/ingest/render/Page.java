package io.stillwake.ingest.render;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.linecorp.armeria.common.QueryParams;
import io.stillwake.ingest.problem.ErrorCode;
import io.stillwake.ingest.problem.Findings;
import io.stillwake.ingest.problem.ProblemException;
import io.stillwake.ingest.status.RenderState;
import io.stillwake.storage.RenderId;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which page of a tenant's renders is wanted.
 *
 * @param before the last render of the page before
 */
record Page(int limit, Optional<RenderId> before, Optional<RenderState> state) {

  private static final int DEFAULT_LIMIT = 20;
  private static final int MAX_LIMIT = 100;

  /**
   * @throws ProblemException invalid_request
   */
  static Page read(QueryParams query) {
    Findings findings = new Findings();
    Page page = new Page(limit(query, findings), before(query, findings), state(query, findings));
    findings.throwIfAny();
    return page;
  }

  /** Opaque to clients: goes on after this render. */
  static String cursor(RenderId last) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(last.value().getBytes(UTF_8));
  }

  private static int limit(QueryParams query, Findings findings) {
    String text = query.get("limit", String.valueOf(DEFAULT_LIMIT));
    try {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= MAX_LIMIT) {
        return limit;
      }
    } catch (NumberFormatException e) {
      // Told below, like a number outside the range.
    }
    findings.add(ErrorCode.INVALID_REQUEST, "limit", text, "1 to " + MAX_LIMIT);
    return DEFAULT_LIMIT;
  }

  private static Optional<RenderId> before(QueryParams query, Findings findings) {
    String text = query.get("cursor", "");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new RenderId(new String(Base64.getUrlDecoder().decode(text), UTF_8)));
    } catch (IllegalArgumentException e) {
      findings.add(ErrorCode.INVALID_REQUEST, "cursor", text, "the next_cursor of a page");
      return Optional.empty();
    }
  }

  private static Optional<RenderState> state(QueryParams query, Findings findings) {
    String text = query.get("state", "");
    Optional<RenderState> state = RenderState.ofWire(text);
    if (state.isEmpty() && !text.isEmpty()) {
      String known =
          Arrays.stream(RenderState.values())
              .map(RenderState::wire)
              .collect(Collectors.joining(", "));
      findings.add(ErrorCode.INVALID_REQUEST, "state", text, "one of " + known);
    }
    return state;
  }
}
