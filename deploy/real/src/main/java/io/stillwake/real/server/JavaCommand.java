package io.stillwake.real.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A command line of the java that runs us. */
public final class JavaCommand {

  private JavaCommand() {}

  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /**
   * @param options such as {@code -Xmx256m}
   */
  public static List<String> of(
      List<String> options, String classpath, String main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(java());
    command.addAll(options);
    command.addAll(List.of("-cp", classpath, main));
    command.addAll(List.of(arguments));
    return command;
  }
}
