package io.stillwake.bench.gpu;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/** The rules in force. They can be replaced while calls run; those keep what struck them. */
final class Faults {

  private final LongSupplier nanoTime;
  private List<Active> active = List.of();

  /** A rule, since when, and how often it has struck. */
  private static final class Active {
    private final FaultRule rule;
    private final long since;
    private final SplittableRandom random;
    private long struck;

    Active(FaultRule rule, long since) {
      this.rule = rule;
      this.since = since;
      this.random = new SplittableRandom(rule.seed());
    }

    boolean strikes(FaultRule.Target target, long now) {
      if (!rule.matches(target)
          || (rule.calls().isPresent() && struck >= rule.calls().getAsLong())
          || (rule.seconds().isPresent() && (now - since) / 1e9 >= rule.seconds().getAsDouble())
          || random.nextDouble() >= rule.probability()) {
        return false;
      }
      struck++;
      return true;
    }
  }

  /** A rule and how many calls it has struck. */
  record Struck(FaultRule rule, long calls) {}

  /**
   * @param nanoTime what the rules' seconds are counted by
   */
  Faults(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  synchronized void replace(List<FaultRule> rules) {
    long now = nanoTime.getAsLong();
    List<Active> replaced = new ArrayList<>();
    rules.forEach(rule -> replaced.add(new Active(rule, now)));
    active = replaced;
  }

  /** What the first rule does to a call that is about to run; the rules after it are not asked. */
  synchronized Optional<Fault> strike(FaultRule.Target target) {
    for (Active each : active) {
      if (each.strikes(target, nanoTime.getAsLong())) {
        return Optional.of(each.rule.fault());
      }
    }
    return Optional.empty();
  }

  synchronized List<Struck> struck() {
    return active.stream().map(each -> new Struck(each.rule, each.struck)).toList();
  }
}
