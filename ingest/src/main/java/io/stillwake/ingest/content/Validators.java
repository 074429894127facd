package io.stillwake.ingest.content;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.RequestHeaders;
import java.util.Optional;
import java.util.stream.Stream;

/** What a client knows already of a content (RFC 9110, 13). */
final class Validators {

  private final RequestHeaders headers;
  private final String etag;

  /**
   * @param etag of the content now, without quotes
   */
  Validators(RequestHeaders headers, String etag) {
    this.headers = headers;
    this.etag = '"' + etag + '"';
  }

  /** With its quotes, as a header carries it. */
  String etag() {
    return etag;
  }

  boolean isUnchanged() {
    String known = headers.get(HttpHeaderNames.IF_NONE_MATCH, "");
    return known.strip().equals("*")
        || Stream.of(known.split(",", -1))
            .map(tag -> tag.strip().replaceFirst("^W/", ""))
            .anyMatch(etag::equals);
  }

  /** The Range header, unless it was meant for another version. */
  Optional<String> range() {
    String version = headers.get(HttpHeaderNames.IF_RANGE, etag);
    return version.strip().equals(etag)
        ? Optional.ofNullable(headers.get(HttpHeaderNames.RANGE))
        : Optional.empty();
  }
}
