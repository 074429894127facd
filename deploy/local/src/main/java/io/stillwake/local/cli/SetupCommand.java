package io.stillwake.local.cli;

import io.stillwake.ingest.setup.Setup;
import io.stillwake.ingest.setup.SetupConfig;
import io.stillwake.ingest.setup.report.Report;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "setup",
    mixinStandardHelpOptions = true,
    description = {
      "Prepares a Kafka cluster and an S3 store: topics, share groups, buckets, rules that expire what"
          + " nobody needs, and events of uploads. Changes what differs, deletes nothing, and does"
          + " nothing where all is as wanted.",
      "",
      "An option that is not given is taken from the environment, under its name: --min-insync-replicas"
          + " is STILLWAKE_MIN_INSYNC_REPLICAS, --store is STILLWAKE_S3_ENDPOINT. The store's"
          + " credentials come from there alone: STILLWAKE_S3_ACCESS_KEY, STILLWAKE_S3_SECRET_KEY."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  stillwake setup --kafka kafka:9092 --store http://minio:9000 --dry-run",
      "  stillwake setup --kafka kafka:9092 --pools cpu,l4 --partitions 24 --replication 3",
      "  stillwake setup --store https://s3.example.org --notification-arn \"\"      no events",
      "",
      "Exit codes: 0 all is as wanted, 1 something is not (in a dry run: or has to be changed),",
      "2 wrong usage."
    })
final class SetupCommand implements Callable<Integer> {

  @Spec private CommandSpec command;
  @Mixin private SetupOptions options = new SetupOptions();

  @Option(names = "--dry-run", description = "Say what would change, and change nothing.")
  private boolean dryRun;

  @Override
  public Integer call() {
    PrintWriter out = command.commandLine().getOut();
    Report report =
        new Report(
            dryRun,
            line -> {
              out.println(line);
              out.flush();
            });
    Setup.run(config(), report);
    out.println(report.summary());
    out.flush();
    return report.well() ? 0 : StillwakeCommand.FAILED;
  }

  private SetupConfig config() {
    try {
      return SetupConfig.fromEnvironment(options.over(System.getenv()));
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(e.getMessage(), e);
    }
  }
}
