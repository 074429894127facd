package io.stillwake.local.cli;

import io.stillwake.local.StackAddresses;
import java.io.PrintWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = "Says for each part whether it is reachable and what is wrong.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  stillwake doctor                          this machine and the running stack",
      "  stillwake doctor --api http://ingest:8080 --kafka kafka:9092 --triton triton:8001",
      "  stillwake doctor --family wan --python /opt/wan/bin/python   the family, its models,",
      "                                            its weights, and one small clip"
    })
final class DoctorCommand implements Callable<Integer> {

  @Spec private CommandSpec command;
  @Mixin private StackOptions stack = new StackOptions();

  @Option(names = "--api", paramLabel = "URL", description = "API (default: the running stack's).")
  private URI api;

  @Option(names = "--kafka", paramLabel = "HOST:PORT", description = "Kafka bootstrap servers.")
  private String kafka;

  @Option(names = "--s3", paramLabel = "URL", description = "Object store.")
  private URI s3;

  @Option(names = "--triton", paramLabel = "HOST:PORT", description = "Triton's gRPC service.")
  private String triton;

  @Option(names = "--flink", paramLabel = "URL", description = "Flink's REST API.")
  private URI flink;

  @Option(
      names = "--family",
      paramLabel = "NAME",
      description = "Look at a model family, too: descriptor, models, weights, and one small clip.")
  private String family;

  @Option(
      names = "--python",
      paramLabel = "FILE",
      description =
          "With --family: Python that has the family's packages (default: the one that its engine"
              + " names, else python3).")
  private String python;

  @Option(names = "--no-clip", description = "With --family: make no clip.")
  private boolean noClip;

  @Override
  public Integer call() {
    requireFamily();
    PrintWriter out = command.commandLine().getOut();
    Optional<StackAddresses> running = stack.running();
    List<Diagnosis> diagnoses = new ArrayList<>();
    diagnoses.add(Diagnosis.java());
    diagnoses.add(Diagnosis.dataFolder(stack.folder()));
    diagnoses.add(Diagnosis.families(stack.families()));
    diagnoses.add(Diagnosis.ffmpeg());
    boolean any = api != null || kafka != null || s3 != null || triton != null || flink != null;
    if (running.isEmpty() && !any) {
      out.println("no stack runs on " + stack.folder() + "; 'stillwake up' starts one");
    }
    part(api, running.map(StackAddresses::api)).map(Diagnosis::api).ifPresent(diagnoses::add);
    part(kafka, running.map(StackAddresses::kafka)).map(Diagnosis::kafka).ifPresent(diagnoses::add);
    part(s3, running.map(StackAddresses::s3)).map(Diagnosis::objectStore).ifPresent(diagnoses::add);
    part(triton, running.map(StackAddresses::triton))
        .map(Diagnosis::triton)
        .ifPresent(diagnoses::add);
    part(flink, running.map(StackAddresses::flink)).map(Diagnosis::flink).ifPresent(diagnoses::add);
    if (family != null) {
      diagnoses.addAll(
          new FamilyDoctor(stack.families(), family)
              .examine(
                  part(triton, running.map(StackAddresses::triton)),
                  part(api, running.map(StackAddresses::api)).filter(address -> !noClip),
                  Optional.ofNullable(python)));
    }
    diagnoses.forEach(diagnosis -> out.println(diagnosis.line()));
    out.flush();
    return diagnoses.stream().allMatch(Diagnosis::well) ? 0 : StillwakeCommand.FAILED;
  }

  private void requireFamily() {
    if (family == null && (python != null || noClip)) {
      throw CommandFailure.usage(
          "%s without --family (expected: --family NAME)"
              .formatted(noClip ? "--no-clip" : "--python"));
    }
  }

  private static <T> Optional<T> part(T given, Optional<T> running) {
    return Optional.ofNullable(given).or(() -> running);
  }
}
