package io.stillwake.ingest.setup.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.minio.messages.LifecycleConfiguration.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlannedLifecycleTest {

  private static final WantedRule WORK = WantedRule.expire("work/", 14);
  private static final WantedRule UPLOADS = WantedRule.abortUploads(1);
  private static final Rule THEIRS =
      new WantedRule("theirs", "old/", WantedRule.Action.EXPIRE_OBJECTS, 3).toRule();

  @Test
  void rulesThatAreThereAreNotChanged() {
    PlannedLifecycle planned =
        PlannedLifecycle.of(List.of(WORK, UPLOADS), List.of(UPLOADS.toRule(), WORK.toRule()));

    assertThat(planned.changed()).isEmpty();
  }

  @Test
  void rulesOfOthersStayBesideOurs() {
    PlannedLifecycle planned =
        PlannedLifecycle.of(List.of(WORK), List.of(THEIRS, UPLOADS.toRule()));

    assertThat(planned.changed()).containsExactly(WORK);
    assertThat(planned.rules())
        .extracting(Rule::id)
        .containsExactly("theirs", "stillwake-multipart", "stillwake-work");
  }

  @Test
  void aRuleWithOtherDaysIsReplaced() {
    Rule shorter = WantedRule.expire("work/", 3).toRule();

    PlannedLifecycle planned = PlannedLifecycle.of(List.of(WORK), List.of(shorter));

    assertThat(planned).hasToString("work/ expires after 14 days");
    assertThat(planned.rules())
        .singleElement()
        .satisfies(rule -> assertThat(rule.expiration().days()).isEqualTo(14));
  }
}
