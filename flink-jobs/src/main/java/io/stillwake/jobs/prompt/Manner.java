package io.stillwake.jobs.prompt;

import io.stillwake.proto.DirectionWords;
import io.stillwake.proto.MotionKind;
import java.util.List;
import java.util.Map;

/**
 * How something is to move.
 *
 * @param amount factor on the motion's amount
 * @param speed factor on its natural speed
 * @param directionX image axes, y down; (0, 0) leaves the motion's own direction
 */
record Manner(double amount, double speed, double directionX, double directionY) {

  static final Manner NATURAL = new Manner(1, 1, 0, 0);

  private static final Manner GENTLE = new Manner(0.6, 0.8, 0, 0);
  private static final Manner STRONG = new Manner(1.4, 1.25, 0, 0);
  private static final Manner SLOW = new Manner(1, 0.6, 0, 0);
  private static final Manner FAST = new Manner(1, 1.5, 0, 0);

  /** Said of the whole film, wherever it stands. */
  private static final Map<String, Manner> FILM =
      Map.of(
          "slow motion", new Manner(1, 0.5, 0, 0),
          "slow mo", new Manner(1, 0.5, 0, 0),
          "slowmo", new Manner(1, 0.5, 0, 0),
          "fast motion", new Manner(1, 2, 0, 0),
          "time lapse", new Manner(1, 2, 0, 0),
          "timelapse", new Manner(1, 2, 0, 0));

  private static final List<Said> ADVERBS =
      List.of(
          new Said(
              GENTLE, "gently", "softly", "slightly", "subtly", "calmly", "faintly", "lightly"),
          new Said(STRONG, "strongly", "wildly", "violently", "fiercely", "heavily", "vigorously"),
          new Said(SLOW, "slowly", "lazily", "leisurely"),
          new Said(FAST, "fast", "quickly", "rapidly", "swiftly"));

  /** "Soft light" is no motion: these count only beside the name of one. */
  private static final List<Said> ADJECTIVES =
      List.of(
          new Said(GENTLE, "gentle", "soft", "slight", "subtle", "calm", "faint", "mild"),
          new Said(STRONG, "strong", "wild", "violent", "fierce", "heavy", "stormy", "raging"),
          new Said(SLOW, "slow", "lazy"),
          new Said(FAST, "quick", "rapid", "swift"));

  /** In a list, not a map: products in another order differ in their last bits, and so do ids. */
  private record Said(Manner manner, List<String> words) {
    Said(Manner manner, String... words) {
      this(manner, List.of(words));
    }
  }

  private static final Map<Direction, List<String>> DIRECTIONS =
      Map.of(
          new Direction(-1, 0), List.of("left", "leftward", "leftwards"),
          new Direction(1, 0), List.of("right", "rightward", "rightwards"),
          new Direction(0, -1), List.of("up", "upward", "upwards", "top", "above"),
          new Direction(0, 1), List.of("down", "downward", "downwards", "bottom", "below"));

  private record Direction(int x, int y) {}

  /** Of the whole film: "slow motion" and the like. */
  static Manner ofFilm(Words words) {
    Manner manner = NATURAL;
    for (Map.Entry<String, Manner> film : FILM.entrySet()) {
      manner = words.has(film.getKey()) ? manner.and(film.getValue()) : manner;
    }
    return manner;
  }

  /**
   * Of a clause of its own that names no motion. Its directions are not heard: in "light comes up"
   * nothing rises.
   */
  static Manner apart(Words words) {
    return scale(ADVERBS, words);
  }

  /** Of a clause that goes on from one that named a motion. */
  static Manner goingOn(Words words) {
    return apart(words).and(direction(words));
  }

  /** Of a clause that names a motion. */
  static Manner beside(Words words) {
    // "Slow motion" was heard already: its first word must not slow the film down twice.
    boolean slowFilm = words.has("slow motion") || words.has("slow mo");
    Manner adjectives = scale(ADJECTIVES, words);
    return goingOn(words).and(slowFilm ? new Manner(adjectives.amount, 1, 0, 0) : adjectives);
  }

  /**
   * For a motion that has words of its own for where it can go, only those count: a camera that
   * goes "forward" does not go right.
   */
  Manner towards(MotionKind motion, Words words) {
    if (motion.getDirectionsCount() == 0) {
      return this;
    }
    Manner own = new Manner(amount, speed, 0, 0);
    for (DirectionWords direction : motion.getDirectionsList()) {
      if (words.has(direction.getPhrase())) {
        own = own.and(new Manner(1, 1, direction.getX(), direction.getY()));
      }
    }
    return own;
  }

  Manner and(Manner other) {
    return new Manner(
        amount * other.amount,
        speed * other.speed,
        Math.signum(directionX + other.directionX),
        Math.signum(directionY + other.directionY));
  }

  /** Each of the four counts once, however often it is said. */
  private static Manner scale(List<Said> vocabulary, Words words) {
    Manner manner = NATURAL;
    for (Said said : vocabulary) {
      manner = said.words().stream().anyMatch(words::has) ? manner.and(said.manner()) : manner;
    }
    return words.has("fast motion") ? new Manner(manner.amount, 1, 0, 0) : manner;
  }

  /** "From the left" goes right; "on the left" and "at the top" are places. */
  private static Manner direction(Words words) {
    int x = 0;
    int y = 0;
    for (Map.Entry<Direction, List<String>> entry : DIRECTIONS.entrySet()) {
      for (String word : entry.getValue()) {
        for (int at : words.find(word)) {
          int sign = sign(words.words(), at, word);
          x += sign * entry.getKey().x;
          y += sign * entry.getKey().y;
        }
      }
    }
    return new Manner(1, 1, Integer.signum(x), Integer.signum(y));
  }

  private static int sign(List<String> words, int at, String word) {
    String before = at > 0 ? words.get(at - 1) : "";
    String preposition = before.equals("the") && at > 1 ? words.get(at - 2) : before;
    boolean place = List.of("top", "bottom", "above", "below").contains(word);
    return switch (preposition) {
      case "from" -> -1;
      case "on", "at", "in" -> 0;
      case "to", "toward", "towards" -> 1;
      default -> place ? 0 : 1;
    };
  }
}
