package io.stillwake.ingest.content;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of a content that is wanted, in bytes.
 *
 * @param length 0 only where the range lies outside the content
 */
record ByteRange(long offset, long length) {

  private static final Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /**
   * Empty where the header asks for something that may be answered with the whole: several ranges,
   * other units, or what is no range at all (RFC 9110, 14.2).
   */
  static Optional<ByteRange> parse(String header, long size) {
    Matcher matcher = ONE.matcher(header.replace(" ", ""));
    if (!matcher.matches() || header.strip().endsWith("=-")) {
      return Optional.empty();
    }
    if (matcher.group(1).isEmpty()) {
      long length = Math.min(Long.parseLong(matcher.group(2)), size);
      return Optional.of(new ByteRange(size - length, length));
    }
    long first = Long.parseLong(matcher.group(1));
    long last =
        matcher.group(2).isEmpty()
            ? size - 1
            : Math.min(Long.parseLong(matcher.group(2)), size - 1);
    if (!matcher.group(2).isEmpty() && Long.parseLong(matcher.group(2)) < first) {
      return Optional.empty();
    }
    return Optional.of(new ByteRange(first, Math.max(0, last - first + 1)));
  }

  boolean isSatisfiable() {
    return length > 0;
  }

  /** The Content-Range header. */
  String describe(long size) {
    return isSatisfiable()
        ? "bytes %d-%d/%d".formatted(offset, offset + length - 1, size)
        : "bytes */" + size;
  }
}
