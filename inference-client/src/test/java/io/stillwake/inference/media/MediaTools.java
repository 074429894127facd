package io.stillwake.inference.media;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The shipped ffmpeg and ffprobe for tests that look at a film with other eyes than its maker's.
 */
public final class MediaTools {

  private MediaTools() {}

  /** Runs ffmpeg and answers its standard output. */
  public static String ffmpeg(String... arguments) throws IOException, InterruptedException {
    return run(FfmpegExecutables.get().ffmpeg().toString(), arguments);
  }

  /** Runs ffprobe and answers its standard output. */
  public static String ffprobe(String... arguments) throws IOException, InterruptedException {
    return run(FfmpegExecutables.get().ffprobe().toString(), arguments);
  }

  private static String run(String executable, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(executable, "-hide_banner"));
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("LD_LIBRARY_PATH", FfmpegExecutables.get().folder().toString());
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(executable + " failed with " + process.exitValue());
    }
    return output;
  }
}
