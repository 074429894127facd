package io.stillwake.ingest.setup.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {

  private final List<String> lines = new ArrayList<>();
  private final List<String> done = new ArrayList<>();

  @Test
  void aChangeIsMadeAndTold() {
    Report report = new Report(false, lines::add);

    report.change("topic uploads", "make", () -> done.add("made"));

    assertThat(done).containsExactly("made");
    assertThat(lines).containsExactly("done   topic uploads: make");
    assertThat(report.well()).isTrue();
  }

  @Test
  void aDryRunOnlyTellsAndIsNotWell() {
    Report report = new Report(true, lines::add);

    report.change("topic uploads", "make", () -> done.add("made"));

    assertThat(done).isEmpty();
    assertThat(lines).containsExactly("to do  topic uploads: make");
    assertThat(report.summary())
        .isEqualTo("1 to do (dry run, nothing was changed), 0 already as wanted");
    assertThat(report.well()).isFalse();
  }

  @Test
  void aChangeThatFailsIsToldWithItsReasonAndTheNextGoesOn() {
    Report report = new Report(false, lines::add);

    report.change(
        "bucket renders",
        "make",
        () -> {
          throw new SetupFailure("AccessDenied", null);
        });
    report.change("bucket uploads", "make", () -> done.add("made"));

    assertThat(lines)
        .containsExactly(
            "wrong  bucket renders: make, but AccessDenied", "done   bucket uploads: make");
    assertThat(report.summary()).isEqualTo("1 done, 0 already as wanted, 1 wrong");
    assertThatThrownBy(report::requireWell).hasMessageContaining("bucket renders: make, but");
  }

  @Test
  void whereAllIsAsWantedItSaysThatNothingChanged() {
    Report report = new Report(false, lines::add);

    report.asWanted();

    assertThat(lines).isEmpty();
    assertThat(report.summary()).isEqualTo("nothing changed, 1 already as wanted");
    assertThat(report.well()).isTrue();
  }
}
