package io.stillwake.inference.media;

/**
 * One of the eight ways to turn and mirror a picture, numbered as EXIF does.
 *
 * <p>Each is a mirroring about the vertical axis, or none, followed by quarter turns clockwise.
 */
enum Orientation {
  UPRIGHT(false, 0),
  MIRRORED(true, 0),
  TURNED_HALF(false, 2),
  MIRRORED_TURNED_HALF(true, 2),
  MIRRORED_TURNED_LEFT(true, 3),
  TURNED_RIGHT(false, 1),
  MIRRORED_TURNED_RIGHT(true, 1),
  TURNED_LEFT(false, 3);

  private final boolean mirrored;
  private final int turns;

  Orientation(boolean mirrored, int turns) {
    this.mirrored = mirrored;
    this.turns = turns;
  }

  /** What a reader has to do to a picture whose EXIF orientation is {@code value}. */
  static Orientation ofExif(int value) {
    return value >= 1 && value <= 8 ? values()[value - 1] : UPRIGHT;
  }

  /**
   * @param degrees clockwise: 0, 90, 180 or 270
   */
  static Orientation ofDegrees(int degrees) {
    if (degrees % 90 != 0 || degrees < 0 || degrees > 270) {
      throw new IllegalArgumentException("rotate " + degrees + "; expected 0, 90, 180 or 270");
    }
    return of(false, degrees / 90);
  }

  /** This one, then the other. */
  Orientation then(Orientation next) {
    // A mirror that comes after turns is the same mirror before them, with the turns reversed.
    return next.mirrored
        ? of(!mirrored, Math.floorMod(next.turns - turns, 4))
        : of(mirrored, (turns + next.turns) % 4);
  }

  private static Orientation of(boolean mirrored, int turns) {
    for (Orientation orientation : values()) {
      if (orientation.mirrored == mirrored && orientation.turns == turns) {
        return orientation;
      }
    }
    throw new AssertionError("no orientation with " + turns + " turns");
  }

  /** Whether width and height change places. */
  boolean swapsSides() {
    return turns % 2 == 1;
  }

  /** Filters of ffmpeg, each preceded by a comma. */
  String filters() {
    return (mirrored ? ",hflip" : "")
        + switch (turns) {
          case 1 -> ",transpose=clock";
          case 2 -> ",hflip,vflip";
          case 3 -> ",transpose=cclock";
          default -> "";
        };
  }
}
