package io.stillwake.ingest.problem;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Collects everything wrong with one request, so that a client learns all of it at once. */
public final class Findings {

  private final List<Finding> findings = new ArrayList<>();

  private static final Pattern LAST_NAME = Pattern.compile("/([^/]*)((/\\d+)*)$");

  /**
   * Adds {@code name: value (expected: expected)}, the name being the pointer's last one, with the
   * indices behind it: {@code masks[0]}.
   */
  public void add(ErrorCode code, String pointer, Object value, String expected) {
    add(code, pointer, "%s: %s (expected: %s)".formatted(label(pointer), value, expected));
  }

  private static String label(String pointer) {
    Matcher last = LAST_NAME.matcher(pointer);
    return last.find() ? last.group(1) + last.group(2).replaceAll("/(\\d+)", "[$1]") : "body";
  }

  public void add(ErrorCode code, String pointer, String detail) {
    findings.add(new Finding(pointer, code, detail));
  }

  /** Whether nothing was found at this place or inside it. */
  public boolean none(String pointer) {
    return findings.stream()
        .map(Finding::pointer)
        .noneMatch(at -> at.equals(pointer) || at.startsWith(pointer + "/"));
  }

  public List<Finding> all() {
    return List.copyOf(findings);
  }

  /**
   * @throws ProblemException with all findings, under their code where they share one
   */
  public void throwIfAny() {
    if (findings.isEmpty()) {
      return;
    }
    ErrorCode first = findings.get(0).code();
    boolean shared = findings.stream().allMatch(finding -> finding.code() == first);
    String detail =
        findings.size() == 1
            ? findings.get(0).detail()
            : findings.size() + " things are wrong with the request; errors names each";
    throw new ProblemException(
        shared ? first : ErrorCode.INVALID_REQUEST, detail, List.copyOf(findings));
  }
}
