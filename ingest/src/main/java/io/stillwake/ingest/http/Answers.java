package io.stillwake.ingest.http;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import io.stillwake.ingest.json.Json;

/** Answers in JSON. They tell of a moment, so nobody may keep them. */
public final class Answers {

  private Answers() {}

  public static ResponseHeadersBuilder headers(int status) {
    return ResponseHeaders.builder(status)
        .contentType(MediaType.JSON)
        .set(HttpHeaderNames.CACHE_CONTROL, "no-store");
  }

  public static HttpResponse json(int status, Object body) {
    return json(headers(status), body);
  }

  public static HttpResponse json(ResponseHeadersBuilder headers, Object body) {
    return HttpResponse.of(headers.build(), HttpData.wrap(Json.bytes(body)));
  }
}
