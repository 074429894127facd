package io.stillwake.local.cli;

import io.stillwake.local.LocalStack;
import io.stillwake.local.StackAddresses;
import io.stillwake.local.client.ApiClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = "Keeps the stack running in the foreground until Ctrl-C.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  stillwake up                       continue where the last run stopped",
      "  stillwake up --data /srv/stillwake --fresh"
    })
final class UpCommand implements Callable<Integer> {

  @Spec private CommandSpec command;
  @Mixin private StackOptions options = new StackOptions();

  @Option(names = "--json", description = "Print the addresses as JSON.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException, IOException {
    PrintWriter out = command.commandLine().getOut();
    options
        .running()
        .ifPresent(
            addresses -> {
              throw CommandFailure.usage(
                  "a stack runs on %s already, process %d, API %s"
                      .formatted(options.folder(), addresses.pid(), addresses.api()));
            });
    LocalStack stack = options.start(command.commandLine().getErr());
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    stack.close();
                  } catch (IOException e) {
                    e.printStackTrace(command.commandLine().getErr());
                  } finally {
                    stopped.countDown();
                  }
                },
                "stop"));
    print(stack.addresses(), out);
    stopped.await();
    return 0;
  }

  private void print(StackAddresses addresses, PrintWriter out) throws IOException {
    if (json) {
      out.println(ApiClient.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(addresses));
    } else {
      out.printf("API       %s%n", addresses.api());
      out.printf("Flink UI  %s%n", addresses.flink());
      out.printf("Kafka     %s%n", addresses.kafka());
      out.printf("S3        %s%n", addresses.s3());
      out.printf("Triton    %s (gRPC), %s%n", addresses.triton(), addresses.tritonMetrics());
      out.printf("data      %s%n", options.folder());
      out.println("Ctrl-C stops it; unfinished renders go on at the next start.");
    }
    out.flush();
  }
}
