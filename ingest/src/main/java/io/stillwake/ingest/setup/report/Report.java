package io.stillwake.ingest.setup.report;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Makes changes, or in a dry run only names them, and tells of each thing how it stands. What is as
 * wanted is counted and not told.
 */
public final class Report {

  private final boolean dryRun;
  private final Consumer<String> out;
  private final Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
  private final List<String> wrong = new ArrayList<>();

  /**
   * @param dryRun whether to leave everything as it is
   * @param out takes each line
   */
  public Report(boolean dryRun, Consumer<String> out) {
    this.dryRun = dryRun;
    this.out = out;
  }

  public boolean dryRun() {
    return dryRun;
  }

  public void asWanted() {
    counts.merge(Outcome.AS_WANTED, 1, Integer::sum);
  }

  /**
   * @param what in the imperative, such as "make"
   * @return whether the change is made; a {@link SetupFailure} is told, not thrown
   */
  public boolean change(String thing, String what, Runnable act) {
    if (dryRun) {
      tell(Outcome.TO_CHANGE, thing, what);
      return false;
    }
    try {
      act.run();
      tell(Outcome.CHANGED, thing, what);
      return true;
    } catch (SetupFailure e) {
      wrong(thing, what + ", but " + e.getMessage());
      return false;
    }
  }

  /** Something to know that a setup cannot or need not change. */
  public void note(String thing, String what) {
    tell(Outcome.NOTE, thing, what);
  }

  /** Not as wanted, and left so. */
  public void wrong(String thing, String why) {
    wrong.add(thing + ": " + why);
    tell(Outcome.WRONG, thing, why);
  }

  /** Whether everything is as wanted now. */
  public boolean well() {
    return wrong.isEmpty() && count(Outcome.TO_CHANGE) == 0;
  }

  /**
   * @throws IllegalStateException naming what is not as wanted
   */
  public void requireWell() {
    if (!well()) {
      throw new IllegalStateException("not as wanted: " + String.join("; ", wrong));
    }
  }

  /** One line about all of it. */
  public String summary() {
    List<String> parts = new ArrayList<>();
    if (dryRun) {
      parts.add(count(Outcome.TO_CHANGE) + " to do (dry run, nothing was changed)");
    } else {
      int changed = count(Outcome.CHANGED);
      parts.add(changed == 0 ? "nothing changed" : changed + " done");
    }
    parts.add(count(Outcome.AS_WANTED) + " already as wanted");
    if (!wrong.isEmpty()) {
      parts.add(wrong.size() + " wrong");
    }
    return String.join(", ", parts);
  }

  private int count(Outcome outcome) {
    return counts.getOrDefault(outcome, 0);
  }

  private void tell(Outcome outcome, String thing, String what) {
    counts.merge(outcome, 1, Integer::sum);
    out.accept(outcome.line(thing, what));
  }
}
