package io.stillwake.ingest.setup.store;

import io.minio.messages.LifecycleConfiguration.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The rules that a bucket shall have.
 *
 * @param rules all of them; a store takes no less
 * @param changed which of ours it does not have yet, or otherwise
 */
record PlannedLifecycle(List<Rule> rules, List<WantedRule> changed) {

  /** Rules with other ids than ours are somebody else's and stay. */
  static PlannedLifecycle of(List<WantedRule> wanted, List<Rule> found) {
    Set<String> ours = wanted.stream().map(WantedRule::id).collect(Collectors.toSet());
    List<Rule> rules = new ArrayList<>(found);
    rules.removeIf(rule -> ours.contains(rule.id()));
    wanted.forEach(each -> rules.add(each.toRule()));
    return new PlannedLifecycle(
        List.copyOf(rules),
        wanted.stream().filter(each -> found.stream().noneMatch(each::isMetBy)).toList());
  }

  @Override
  public String toString() {
    return changed.stream().map(WantedRule::toString).collect(Collectors.joining(", "));
  }
}
