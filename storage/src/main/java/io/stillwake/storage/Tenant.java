package io.stillwake.storage;

import java.util.regex.Pattern;

/** Whose upload it is; the first part of every object's path. */
public record Tenant(String value) {

  private static final Pattern SHAPE = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  public Tenant {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "tenant: '" + value + "' (expected: 1 to 63 of a-z, 0-9 and '-')");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
