package io.stillwake.bench.gpu;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Serves virtual GPUs until it is told to stop. */
@Command(
    name = "gpu",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Virtual GPUs: Triton's protocol over slots that take a stated time.",
    subcommands = FamilyCommand.class)
public final class GpuMain implements Callable<Integer> {

  /** What a shell makes of a process that SIGKILL ended. */
  private static final int KILLED = 137;

  private static final int FAILED = 1;

  @Spec private CommandSpec command;

  @Option(names = "--name", description = "Of the one GPU (default: ${DEFAULT-VALUE}).")
  private String name = "gpu-1";

  @Option(
      names = "--port",
      description = "Of the one GPU, on 127.0.0.1; 0: any free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(names = "--slots", description = "Of the one GPU, 1 to 1024 (default: ${DEFAULT-VALUE}).")
  private int slots = 1;

  @Option(
      names = "--gpu",
      paramLabel = "NAME:PORT:SLOTS",
      description = "One of several GPUs, instead of --name, --port and --slots.")
  private List<String> several = new ArrayList<>();

  @Option(
      names = "--log",
      paramLabel = "FILE",
      description = "The slot log, JSON lines; continued where it is there.")
  private Path log;

  @Option(
      names = "--mean-ms",
      description = "Mean service time of calls without service_ms (default: ${DEFAULT-VALUE}).")
  private double meanMillis = 200;

  @Option(
      names = "--sigma",
      description =
          "Of the lognormal they are drawn from; 0: all the same (default: ${DEFAULT-VALUE}).")
  private double sigma = 0.5;

  @Option(names = "--seed", description = "What they are drawn by (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(names = "--faults", paramLabel = "FILE", description = "Fault rules, JSON.")
  private Path faults;

  @Option(
      names = "--admin-port",
      description = "HTTP: PUT, GET, DELETE /faults and GET /slots; 0: any free one.")
  private Integer adminPort;

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new GpuMain()).execute(arguments));
  }

  @Override
  public Integer call() throws InterruptedException {
    VirtualGpus gpus;
    try {
      gpus = VirtualGpus.start(config(), () -> Runtime.getRuntime().halt(KILLED));
    } catch (UncheckedIOException e) {
      command.commandLine().getErr().printf("%s: %s%n", e.getMessage(), e.getCause().getMessage());
      return FAILED;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(gpus::close, "stop"));
    PrintWriter out = command.commandLine().getOut();
    gpus.gpus().forEach(gpu -> out.printf("gpu %s %s%n", gpu.name(), gpu.address()));
    gpus.adminPort().ifPresent(port -> out.printf("admin http://127.0.0.1:%d%n", port));
    out.println("ready");
    out.flush();
    new CountDownLatch(1).await();
    return 0;
  }

  private GpuConfig config() {
    try {
      if (log == null) {
        throw new IllegalArgumentException("log: absent (expected: --log FILE)");
      }
      return new GpuConfig(
          plans(),
          log,
          new ServiceTimes(meanMillis, sigma, seed),
          faults == null ? List.of() : FaultRules.parse(Files.readString(faults)),
          adminPort == null ? OptionalInt.empty() : OptionalInt.of(adminPort));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    } catch (IOException e) {
      throw new ParameterException(
          command.commandLine(), "faults: cannot read '%s'".formatted(faults), e);
    }
  }

  private List<GpuPlan> plans() {
    return several.isEmpty()
        ? List.of(new GpuPlan(name, port, slots))
        : several.stream().map(GpuPlan::parse).toList();
  }
}
