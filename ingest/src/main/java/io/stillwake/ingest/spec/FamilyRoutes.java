package io.stillwake.ingest.spec;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.annotation.Get;
import io.stillwake.ingest.http.Answers;
import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.proto.MotionKind;
import io.stillwake.proto.Region;
import io.stillwake.proto.Style;
import java.util.List;

/** What can be asked for. */
public final class FamilyRoutes {

  private final FamiliesAnswer answer;

  public FamilyRoutes(Families families) {
    this.answer =
        new FamiliesAnswer(
            Families.DEFAULT, families.all().stream().map(FamilyAnswer::of).toList());
  }

  @Get("/v1/families")
  public HttpResponse list() {
    return Answers.json(200, answer);
  }

  private record FamiliesAnswer(String defaultFamily, List<FamilyAnswer> families) {}

  private record FamilyAnswer(
      String name,
      String version,
      Abilities can,
      List<StyleAnswer> styles,
      List<MotionAnswer> motions,
      List<RegionAnswer> regions,
      Range seconds,
      Range fps,
      Sides sides,
      Pixels pixels) {

    static FamilyAnswer of(FamilyDescriptor family) {
      return new FamilyAnswer(
          family.getName(),
          family.getVersion(),
          Abilities.of(family),
          family.getStylesList().stream().map(StyleAnswer::of).toList(),
          family.getMotionsList().stream().map(MotionAnswer::of).toList(),
          family.getRegionsList().stream().map(RegionAnswer::of).toList(),
          new Range(family.getMinSeconds(), family.getMaxSeconds(), family.getDefaultSeconds()),
          new Range(family.getMinFps(), family.getMaxFps(), family.getDefaultFps()),
          new Sides(
              family.getMinSide(), family.getMaxSide(), Math.max(2, family.getSideMultiple())),
          new Pixels(
              family.getDefaultPixels(), family.getMaxPixels(), family.getMaxPicturePixels()));
    }
  }

  /** Which steps and fields of a request the family does. */
  private record Abilities(
      boolean restore,
      boolean stylize,
      boolean stylePicture,
      boolean plan,
      boolean regions,
      boolean refine,
      boolean loop) {

    static Abilities of(FamilyDescriptor family) {
      return new Abilities(
          family.getRestores(),
          family.getStylesCount() > 0,
          family.getStylizesByExample(),
          family.getMotionsCount() > 0,
          family.getRegionsCount() > 0,
          family.getRefines(),
          family.getLoops());
    }
  }

  private record StyleAnswer(String name, String title, boolean light, List<String> words) {

    static StyleAnswer of(Style style) {
      return new StyleAnswer(
          style.getName(), style.getTitle(), style.getLight(), List.copyOf(style.getWordsList()));
    }
  }

  /**
   * @param regions where it acts; empty for the whole frame
   * @param group of motions that share words; null for none
   */
  private record MotionAnswer(
      String name,
      String title,
      double amount,
      List<String> regions,
      String group,
      List<String> words) {

    static MotionAnswer of(MotionKind motion) {
      return new MotionAnswer(
          motion.getName(),
          motion.getTitle(),
          motion.getAmount(),
          List.copyOf(motion.getRegionsList()),
          motion.getGroup().isEmpty() ? null : motion.getGroup(),
          List.copyOf(motion.getWordsList()));
    }
  }

  private record RegionAnswer(String name, String title) {

    static RegionAnswer of(Region region) {
      return new RegionAnswer(region.getName(), region.getTitle());
    }
  }

  private record Range(double min, double max, double byDefault) {}

  private record Sides(int min, int max, int multiple) {}

  private record Pixels(long byDefault, long maxClip, long maxPicture) {}
}
