package io.stillwake.ingest.setup;

import io.stillwake.ingest.setup.report.Report;
import java.util.List;

/**
 * Runs a setup alone, configured by the environment as {@link SetupConfig#fromEnvironment} reads
 * it. The only argument is {@code --dry-run}. Exit codes: 0 all is as wanted, 1 something is not
 * and was told, 2 the configuration is wrong.
 */
public final class SetupMain {

  private static final String DRY_RUN = "--dry-run";

  private SetupMain() {}

  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments)));
  }

  private static int run(List<String> arguments) {
    try {
      if (!List.of(DRY_RUN).containsAll(arguments)) {
        throw new IllegalArgumentException(
            "arguments: %s (expected: none, or %s)".formatted(arguments, DRY_RUN));
      }
      SetupConfig config = SetupConfig.fromEnvironment(System.getenv());
      Report report = new Report(arguments.contains(DRY_RUN), System.out::println);
      Setup.run(config, report);
      System.out.println(report.summary());
      return report.well() ? 0 : 1;
    } catch (IllegalArgumentException e) {
      System.err.println("setup: " + e.getMessage());
      return 2;
    }
  }
}
