package io.stillwake.ingest.problem;

/**
 * One thing wrong with a request.
 *
 * @param pointer where: a JSON pointer into the body, or the name of a header or query parameter
 * @param detail the thing, its value and what was expected: {@code seconds: 40 (expected: 1 to 10)}
 */
public record Finding(String pointer, ErrorCode code, String detail) {}
