package io.stillwake.jobs;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

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

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
