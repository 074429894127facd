package io.stillwake.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "styles",
    mixinStandardHelpOptions = true,
    description = "Lists the styles that a photo can be painted in.",
    footerHeading = "%nExamples:%n",
    footer = {"  stillwake styles", "  stillwake stylize photo.jpg --style swirl"})
final class StylesCommand implements Callable<Integer> {

  @Spec private CommandSpec command;
  @Mixin private FamilyListing family = new FamilyListing();

  @Override
  public Integer call() {
    PrintWriter out = command.commandLine().getOut();
    JsonNode styles = family.read().path("styles");
    out.printf("%-15s %-24s %s%n", "style", "", "words that ask for it");
    styles.forEach(style -> print(style, false, out));
    out.printf("%n%-15s %-24s %s%n", "light", "goes with any style", "");
    styles.forEach(style -> print(style, true, out));
    out.flush();
    return 0;
  }

  private static void print(JsonNode style, boolean light, PrintWriter out) {
    if (style.path("light").asBoolean() == light) {
      out.printf(
          "%-15s %-24s %s%n",
          style.path("name").asText(), style.path("title").asText(), FamilyListing.words(style));
    }
  }
}
