package io.stillwake.local.cli;

import java.io.PrintWriter;

/** Tells a person what went wrong: known failures by their message, others with their cause. */
final class Failures {

  private Failures() {}

  static void print(Exception failure, PrintWriter out) {
    if (failure instanceof CommandFailure || failure instanceof IllegalStateException) {
      out.println("stillwake: " + failure.getMessage());
    } else {
      out.println("stillwake: unexpected failure, please report it");
      failure.printStackTrace(out);
    }
    out.flush();
  }
}
