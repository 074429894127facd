package io.stillwake.bench.gpu;

import io.stillwake.proto.Chunking;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "family",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Writes virtual/family.json, which the planner, ingest and workers read.")
final class FamilyCommand implements Callable<Integer> {

  @Spec private CommandSpec command;

  @Parameters(paramLabel = "DIR", description = "The folder of families.")
  private Path folder;

  @Option(
      names = "--chunking",
      description = "keyframes: a call for the anchors, then all chunks; whole: one chunk.")
  private String chunking = "keyframes";

  @Option(
      names = "--frames-per-chunk",
      description =
          "Latent frames, each four of the film, from keyframe to keyframe (default:"
              + " ${DEFAULT-VALUE}).")
  private int framesPerChunk = VirtualFamily.FRAMES_PER_CHUNK;

  @Option(
      names = "--mean-ms",
      description = "Mean service time that the costs are made of (default: ${DEFAULT-VALUE}).")
  private double meanMillis = VirtualFamily.MEAN_MILLIS;

  @Option(
      names = "--side",
      description =
          "Of the pictures that those costs are right for, 64 to 1280; also the default size"
              + " (default: ${DEFAULT-VALUE}).")
  private int side = VirtualFamily.LEAST_SIDE;

  @Override
  public Integer call() throws IOException {
    if (side < VirtualFamily.LEAST_SIDE || side > VirtualFamily.MOST_SIDE) {
      throw new ParameterException(
          command.commandLine(),
          "side: '%d' (expected: %d to %d)"
              .formatted(side, VirtualFamily.LEAST_SIDE, VirtualFamily.MOST_SIDE));
    }
    if (framesPerChunk < 1) {
      throw new ParameterException(
          command.commandLine(),
          "frames-per-chunk: '%d' (expected: at least 1)".formatted(framesPerChunk));
    }
    Path file =
        VirtualFamily.write(
            folder, VirtualFamily.descriptor(chunking(), framesPerChunk, meanMillis / 1_000, side));
    command.commandLine().getOut().println(file);
    return 0;
  }

  private Chunking chunking() {
    return switch (chunking.toLowerCase(Locale.ROOT)) {
      case "keyframes" -> Chunking.KEYFRAMES;
      case "whole" -> Chunking.WHOLE;
      default ->
          throw new ParameterException(
              command.commandLine(),
              "chunking: '%s' (expected: keyframes or whole)".formatted(chunking));
    };
  }
}
