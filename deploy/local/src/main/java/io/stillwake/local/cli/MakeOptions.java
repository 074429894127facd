package io.stillwake.local.cli;

import java.net.URI;
import java.nio.file.Path;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What animate and stylize have in common. */
final class MakeOptions {

  @Parameters(paramLabel = "PHOTO", description = "JPEG, PNG, WebP, AVIF or HEIC, up to 16 MB.")
  Path photo;

  @Option(names = "--prompt", paramLabel = "TEXT", description = "What should happen, in words.")
  String prompt;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to save the result (default: beside the photo's name, here).")
  Path output;

  @Option(names = "--json", description = "Print the finished render as JSON and no progress.")
  boolean json;

  @Option(names = "--timings", description = "Print where the time went, and peak memory.")
  boolean timings;

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description = "API to use (default: the running stack, or one started for this command).")
  URI endpoint;

  @Mixin StackOptions stack = new StackOptions();

  @ArgGroup(exclusive = false, validate = false, heading = "%nThe picture:%n")
  PictureOptions picture = new PictureOptions();

  @ArgGroup(exclusive = false, validate = false, heading = "%nThe style:%n")
  StyleOptions style = new StyleOptions();
}
