package io.stillwake.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "motions",
    mixinStandardHelpOptions = true,
    description = "Lists what can move in a picture, and where.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  stillwake motions",
      "  stillwake animate photo.jpg --prompt \"rain falls, headlights glow\""
    })
final class MotionsCommand implements Callable<Integer> {

  @Spec private CommandSpec command;
  @Mixin private FamilyListing family = new FamilyListing();

  @Override
  public Integer call() {
    PrintWriter out = command.commandLine().getOut();
    out.printf("%-10s %-24s %-12s %s%n", "motion", "", "moves", "words that ask for it");
    for (JsonNode motion : family.read().path("motions")) {
      out.printf(
          "%-10s %-24s %-12s %s%n",
          motion.path("name").asText(),
          motion.path("title").asText(),
          where(motion),
          FamilyListing.words(motion));
    }
    out.flush();
    return 0;
  }

  private static String where(JsonNode motion) {
    List<String> regions = new ArrayList<>();
    motion.path("regions").forEach(region -> regions.add(region.asText()));
    return regions.isEmpty() ? "everything" : String.join(", ", regions);
  }
}
