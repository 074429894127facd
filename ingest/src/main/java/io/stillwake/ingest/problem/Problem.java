package io.stillwake.ingest.problem;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import io.stillwake.ingest.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The body of every error answer: {@code application/problem+json}. */
record Problem(ErrorCode code, String detail, List<Finding> findings, Map<String, String> headers) {

  private static final MediaType MEDIA_TYPE = MediaType.parse("application/problem+json");

  /** Stable for a code; {@code docs/errors.md} has a section of each. */
  private static final String TYPE = "urn:stillwake:error:";

  Problem(ErrorCode code, String detail) {
    this(code, detail, List.of(), Map.of());
  }

  static Problem of(ProblemException e) {
    return new Problem(e.code(), e.getMessage(), e.findings(), e.headers());
  }

  AggregatedHttpResponse answer(String requestId) {
    ResponseHeadersBuilder answer =
        ResponseHeaders.builder(code.status())
            .contentType(MEDIA_TYPE)
            .set(HttpHeaderNames.CACHE_CONTROL, "no-store");
    headers.forEach(answer::set);
    if (code.retryable()) {
      answer.setObject(HttpHeaderNames.RETRY_AFTER, code.retryAfter().toSeconds());
    }
    return AggregatedHttpResponse.of(answer.build(), HttpData.wrap(Json.bytes(members(requestId))));
  }

  private Map<String, Object> members(String requestId) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("type", TYPE + code.wire());
    members.put("title", code.title());
    members.put("status", code.status());
    members.put("detail", detail);
    members.put("code", code.wire());
    members.put("retryable", code.retryable());
    members.put("request_id", requestId);
    members.put("errors", findings.stream().map(Problem::member).toList());
    return members;
  }

  private static Map<String, Object> member(Finding finding) {
    Map<String, Object> member = new LinkedHashMap<>();
    member.put("pointer", finding.pointer());
    member.put("code", finding.code().wire());
    member.put("detail", finding.detail());
    return member;
  }
}
