package io.stillwake.jobs;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
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

  /** Those of the option {@code jobs}; without it all. */
  static Set<JobName> chosen(Map<String, String> options) {
    return parse(options.getOrDefault("jobs", "generate,dispatch,assemble"));
  }

  /** What Flink calls a job that is these; where it runs alone, {@code stillwake: generate}. */
  public static String title(Set<JobName> jobs) {
    return jobs.stream().map(JobName::word).collect(Collectors.joining(", ", "stillwake: ", ""));
  }

  /**
   * How often a job that is these takes a checkpoint, unless it is told. Exactly-once events wait
   * for one; DispatchJob writes none, its checkpoints are for restarts alone.
   */
  static Duration checkpointInterval(Set<JobName> jobs) {
    return jobs.equals(Set.of(DISPATCH)) ? Duration.ofSeconds(15) : JobsConfig.CHECKPOINT_INTERVAL;
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
