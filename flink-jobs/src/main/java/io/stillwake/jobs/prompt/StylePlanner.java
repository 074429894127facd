package io.stillwake.jobs.prompt;

import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.proto.Style;
import io.stillwake.proto.StylePlan;
import io.stillwake.proto.StylizeStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Turns a style's name and a prompt into a style, a light, or both, and how they are handled. The
 * name counts more than the prompt, and a style picture more than any style.
 */
public final class StylePlanner {

  private final FamilyDescriptor family;

  public StylePlanner(FamilyDescriptor family) {
    this.family = family;
  }

  public PlannedStyle plan(StylizeStep step) {
    List<Clause> clauses = Clause.of(step.getPrompt());
    List<StyleMention> mentions = StyleMention.in(clauses, family);
    Optional<Style> named = named(step.getStyle());
    Optional<Style> style =
        named.filter(found -> !found.getLight()).or(() -> surest(mentions, false));
    Optional<Style> light = named.filter(Style::getLight).or(() -> surest(mentions, true));
    List<String> warnings = new ArrayList<>();
    if (step.hasStylePicture()) {
      style = Optional.empty();
    } else if (style.isEmpty() && light.isEmpty()) {
      style = family.getStylesList().stream().filter(any -> !any.getLight()).findFirst();
      style.ifPresent(taken -> warnings.add(nothingNamed(step.getPrompt(), taken)));
    }
    leftOut(named, mentions).ifPresent(warnings::add);
    Strokes strokes = Strokes.of(clauses);
    return new PlannedStyle(
        StylePlan.newBuilder()
            .setStyle(style.map(Style::getName).orElse(""))
            .setLight(light.map(Style::getName).orElse(""))
            .setStrength(step.getStrength())
            .setKeepColors(step.getKeepColors())
            .setStroke(strokes.size())
            .setVividness(strokes.vividness())
            .build(),
        warnings);
  }

  private Optional<Style> named(String name) {
    return family.getStylesList().stream()
        .filter(style -> style.getName().equals(name))
        .findFirst();
  }

  private static Optional<Style> surest(List<StyleMention> mentions, boolean light) {
    return mentions.stream()
        .map(StyleMention::style)
        .filter(style -> style.getLight() == light)
        .findFirst();
  }

  private String nothingNamed(String prompt, Style taken) {
    String others =
        family.getStylesList().stream().map(Style::getName).collect(Collectors.joining(", "));
    return "'%s' names no style of the %s family; '%s' is used (expected: one of %s)"
        .formatted(prompt, family.getName(), taken.getName(), others);
  }

  /** A style that the prompt names beside the one that the request names outright. */
  private static Optional<String> leftOut(Optional<Style> named, List<StyleMention> mentions) {
    return named
        .filter(style -> !style.getLight())
        .flatMap(
            style ->
                mentions.stream()
                    .filter(mention -> !mention.style().getLight())
                    .findFirst()
                    .filter(mention -> !mention.style().equals(style))
                    .map(
                        mention ->
                            "style '%s' is asked for by name; '%s' in the prompt is left out"
                                .formatted(style.getName(), mention.phrase())));
  }
}
