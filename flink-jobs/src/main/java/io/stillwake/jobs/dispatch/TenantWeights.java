package io.stillwake.jobs.dispatch;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/**
 * How much of a pool a tenant gets beside the others while all of them wait.
 *
 * @param named above 0 each; who is not named has 1
 */
public record TenantWeights(Map<String, Double> named) implements Serializable {

  public static final TenantWeights EQUAL = new TenantWeights(Map.of());

  private static final String EXPECTED = "tenant=weight, above 0, as acme=3,trial=0.5";

  public TenantWeights {
    named = Map.copyOf(named);
    named.forEach(
        (tenant, weight) -> {
          if (tenant.isEmpty() || !(weight > 0) || weight.isInfinite()) {
            throw new IllegalArgumentException(
                "tenant-weights: %s=%s (expected: %s)".formatted(tenant, weight, EXPECTED));
          }
        });
  }

  /**
   * Reads {@code acme=3,trial=0.5}; nothing is {@link #EQUAL}.
   *
   * @throws IllegalArgumentException naming the part that is wrong
   */
  public static TenantWeights parse(String list) {
    Map<String, Double> named = new TreeMap<>();
    for (String part : list.isBlank() ? new String[0] : list.split(",", -1)) {
      String[] sides = part.strip().split("=", -1);
      if (sides.length != 2 || named.put(sides[0], number(part, sides[1])) != null) {
        throw wrong(part);
      }
    }
    return new TenantWeights(named);
  }

  double of(String tenant) {
    return named.getOrDefault(tenant, 1.0);
  }

  private static double number(String part, String value) {
    try {
      return Double.parseDouble(value);
    } catch (NumberFormatException e) {
      throw wrong(part);
    }
  }

  private static IllegalArgumentException wrong(String part) {
    return new IllegalArgumentException(
        "tenant-weights: '%s' (expected: each tenant once, %s)".formatted(part, EXPECTED));
  }
}
