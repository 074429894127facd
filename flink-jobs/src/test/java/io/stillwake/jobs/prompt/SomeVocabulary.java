package io.stillwake.jobs.prompt;

import io.stillwake.proto.DirectionWords;
import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.proto.MotionKind;
import io.stillwake.proto.Region;
import io.stillwake.proto.Style;
import java.util.List;
import java.util.stream.Stream;

/** A family that sees, with words that several motions share and a camera. */
final class SomeVocabulary {

  static final FamilyDescriptor FAMILY =
      FamilyDescriptor.newBuilder()
          .setName("some")
          .addAllRegions(
              Stream.of("sky", "water", "flame", "foliage", "grass", "hair", "still")
                  .map(name -> Region.newBuilder().setName(name).build())
                  .toList())
          .addMotions(in("water", 0.04, "water", "lake", "ripples"))
          .addMotions(in("flame", 0.002, "flame", "flames", "fire", "campfire"))
          .addMotions(in("flame", 0, "ember", "embers", "sparks", "campfire"))
          .addMotions(in("sky", 0.08, "cloud", "clouds"))
          .addMotions(in("foliage", 0.05, "foliage", "leaves", "trees", "sway", "breeze", "wind"))
          .addMotions(in("grass", 0.05, "grass", "meadow", "sway", "breeze", "wind"))
          .addMotions(in("hair", 0.03, "hair", "sway", "breeze", "wind"))
          .addMotions(anywhere("rain", "", "rain", "raindrops"))
          .addMotions(anywhere("morning", "light", "morning", "morning light"))
          .addMotions(anywhere("pan", "camera", "pan", "pans", "camera pan"))
          .addMotions(
              anywhere("zoom", "camera", "zoom", "zooms", "zoom in", "zoom out").toBuilder()
                  .addDirections(towards("zoom in", -1))
                  .addDirections(towards("zoom out", 1))
                  .addDirections(towards("zooms out", 1)))
          .addMotions(
              anywhere("dolly", "camera", "dolly", "camera", "camera movement", "zoom").toBuilder()
                  .addDirections(towards("forward", -1)))
          .addCannot("smile")
          .addCannot("dancing")
          .addCannot("walks")
          .addStyles(style("oil", false, "oil painting", "painting"))
          .addStyles(style("watercolor", false, "watercolour"))
          .addStyles(style("impressionist", false, "monet", "impressionism"))
          .addStyles(style("swirl", false, "van gogh", "swirling"))
          .addStyles(style("charcoal", false, "charcoal sketch"))
          .addStyles(style("pencil", false, "sketch", "drawing"))
          .addStyles(style("golden-hour", true, "golden hour", "warm evening light"))
          .addStyles(style("morning-light", true, "morning light", "soft morning light"))
          .build();

  private SomeVocabulary() {}

  private static MotionKind in(String region, double auto, String name, String... words) {
    return MotionKind.newBuilder()
        .setName(name)
        .setAmount(0.7)
        .addWords(name)
        .addAllWords(List.of(words))
        .addRegions(region)
        .setAutoCoverage(auto)
        .build();
  }

  private static MotionKind anywhere(String name, String group, String... words) {
    return MotionKind.newBuilder()
        .setName(name)
        .setAmount(0.7)
        .addAllWords(List.of(words))
        .setGroup(group)
        .build();
  }

  private static DirectionWords towards(String phrase, double y) {
    return DirectionWords.newBuilder().setPhrase(phrase).setY(y).build();
  }

  private static Style style(String name, boolean light, String... words) {
    return Style.newBuilder()
        .setName(name)
        .setLight(light)
        .addWords(name)
        .addAllWords(List.of(words))
        .build();
  }
}
