package io.stillwake.local.cli;

import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * For options whose value may be left out: takes one only behind an equals sign, so that {@code
 * --restore photo.jpg} does not take the photo for a strength.
 */
final class AttachedOnly implements IParameterPreprocessor {

  @Override
  @SuppressWarnings("JdkObsolete") // Picocli's interface has a Stack.
  public boolean preprocess(
      Stack<String> arguments, CommandSpec command, ArgSpec option, Map<String, Object> info) {
    if (" ".equals(info.get("separator"))) {
      arguments.push(((OptionSpec) option).fallbackValue());
    }
    return false;
  }
}
