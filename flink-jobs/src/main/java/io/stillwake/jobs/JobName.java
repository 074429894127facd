package io.stillwake.jobs;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The jobs, in the order of the flow. */
public enum JobName {
  GENERATE,
  DISPATCH,
  ASSEMBLE;

  /**
   * Reads {@code generate,dispatch,assemble} or a part of it.
   *
   * @throws IllegalArgumentException for a name that is no job's
   */
  static Set<JobName> parse(String list) {
    EnumSet<JobName> jobs = EnumSet.noneOf(JobName.class);
    for (String word : list.split(",", -1)) {
      jobs.add(
          Arrays.stream(values())
              .filter(job -> job.word().equals(word.strip()))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "jobs: '%s' (expected: some of generate,dispatch,assemble)"
                              .formatted(list))));
    }
    return jobs;
  }

  /** What Flink calls a job that is these; where it runs alone, {@code stillwake: generate}. */
  public static String title(Set<JobName> jobs) {
    return jobs.stream().map(JobName::word).collect(Collectors.joining(", ", "stillwake: ", ""));
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
