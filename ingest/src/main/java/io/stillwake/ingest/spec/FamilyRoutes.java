package io.stillwake.ingest.spec;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.annotation.Get;
import io.stillwake.ingest.http.Answers;
import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.proto.MotionKind;
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
      List<StyleAnswer> styles,
      List<String> motions,
      Range seconds,
      Range fps,
      Sides sides,
      Pixels pixels) {

    static FamilyAnswer of(FamilyDescriptor family) {
      return new FamilyAnswer(
          family.getName(),
          family.getVersion(),
          family.getStylesList().stream()
              .map(style -> new StyleAnswer(style.getName(), style.getTitle()))
              .toList(),
          family.getMotionsList().stream().map(MotionKind::getName).toList(),
          new Range(family.getMinSeconds(), family.getMaxSeconds(), family.getDefaultSeconds()),
          new Range(family.getMinFps(), family.getMaxFps(), family.getDefaultFps()),
          new Sides(
              family.getMinSide(), family.getMaxSide(), Math.max(2, family.getSideMultiple())),
          new Pixels(
              family.getDefaultPixels(), family.getMaxPixels(), family.getMaxPicturePixels()));
    }
  }

  private record StyleAnswer(String name, String title) {}

  private record Range(double min, double max, double byDefault) {}

  private record Sides(int min, int max, int multiple) {}

  private record Pixels(long byDefault, long maxClip, long maxPicture) {}
}
