package io.stillwake.jobs.assemble;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stillwake.jobs.family.RegionChannels;
import io.stillwake.proto.Motion;
import io.stillwake.proto.RenderPlan;
import io.stillwake.proto.StylePlan;

/**
 * Writes what words, masks and the picture came to. Its motions are ones that a request can give as
 * a plan, so that a film can be made again with one number changed.
 */
final class ManifestPlan {

  private ManifestPlan() {}

  static void write(RenderPlan plan, ObjectNode node) {
    if (plan.hasStyle()) {
      style(plan.getStyle(), node.putObject("style"));
    }
    if (plan.getMotionsCount() > 0) {
      ArrayNode motions = node.putArray("motions");
      plan.getMotionsList().stream()
          .filter(motion -> motion.getAmount() > 0)
          .forEach(motion -> motion(motion, motions.addObject()));
    }
    if (plan.hasRegions()) {
      coverage(plan, node.putObject("coverage"));
    }
  }

  static void motion(Motion motion, ObjectNode node) {
    node.put("motion", motion.getName()).put("amount", motion.getAmount());
    node.putArray("direction").add(motion.getDirectionX()).add(motion.getDirectionY());
    node.put("speed", motion.getSpeed());
  }

  private static void style(StylePlan style, ObjectNode node) {
    node.put("style", style.getStyle())
        .put("light", style.getLight())
        .put("strength", style.getStrength())
        .put("keep_colors", style.getKeepColors())
        .put("stroke", style.getStroke())
        .put("vividness", style.getVividness());
  }

  /** The share of the picture that each region has; depth and directions have none. */
  private static void coverage(RenderPlan plan, ObjectNode node) {
    for (int i = 0; i < plan.getRegionNamesCount(); i++) {
      if (RegionChannels.isPart(plan.getRegionNames(i))) {
        node.put(plan.getRegionNames(i), plan.getRegions().getCoverage(i));
      }
    }
  }
}
