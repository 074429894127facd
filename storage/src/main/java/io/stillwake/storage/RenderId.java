package io.stillwake.storage;

import java.time.InstantSource;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * One request for a picture or a clip. 26 characters of Crockford's base 32 in lower case: 48 bits
 * of milliseconds, then 80 random bits, so ids sort by the time they were made (the ULID layout).
 */
public record RenderId(String value) {

  private static final Pattern SHAPE = Pattern.compile("[0-9a-hjkmnp-tv-z]{26}");
  private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

  public RenderId {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "render: '" + value + "' (expected: 26 characters of 0-9 and a-z without i, l, o, u)");
    }
  }

  public static RenderId next(InstantSource clock, RandomGenerator random) {
    char[] characters = new char[26];
    long millis = clock.millis();
    for (int i = 9; i >= 0; i--) {
      characters[i] = ALPHABET.charAt((int) (millis & 31));
      millis >>>= 5;
    }
    for (int i = 10; i < characters.length; i++) {
      characters[i] = ALPHABET.charAt(random.nextInt(32));
    }
    return new RenderId(new String(characters));
  }

  @Override
  public String toString() {
    return value;
  }
}
