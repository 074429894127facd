package io.stillwake.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerTest {

  private static WorkLine line(String work, boolean extra, String... after) {
    return WorkLines.line(work, "render-" + work, extra, after);
  }

  @Test
  void anItemIsReadyOnceAllThatItNeedsIsAnswered() {
    Ledger ledger =
        new Ledger(List.of(line("a", false), line("b", false), line("c", false, "a", "b")));

    assertThat(ledger.first()).extracting(WorkLine::work).containsExactly("a", "b");
    assertThat(ledger.answered("a", "ok", "w", 1)).isEmpty();
    assertThat(ledger.answered("b", "ok", "w", 2)).extracting(WorkLine::work).containsExactly("c");
  }

  @Test
  void theFirstAnswerCounts() throws Exception {
    Ledger ledger = new Ledger(List.of(line("a", false)));
    ledger.answered("a", "ok", "first", 1);
    ledger.answered("a", "model_failed", "second", 2);

    assertThat(ledger.outcomes().get(0).worker()).isEqualTo("first");
    assertThat(ledger.outcomes().get(0).answered()).isEqualTo(1);
    assertThat(ledger.awaitAll(0)).isTrue();
  }

  @Test
  void nobodyWaitsForWhatIsExtra() throws Exception {
    Ledger ledger = new Ledger(List.of(line("a", false), line("b", true)));
    ledger.requested(line("b", true), 1);
    assertThat(ledger.awaitAll(0)).isFalse();

    ledger.answered("a", "ok", "w", 1);

    assertThat(ledger.awaitAll(0)).isTrue();
    assertThat(ledger.unfinished()).containsOnlyKeys("render-b");
  }

  @Test
  void aListMustBeWhole() {
    assertThatThrownBy(() -> new Ledger(List.of(line("a", false, "b"))))
        .hasMessage("work b is needed but not listed");
    assertThatThrownBy(() -> new Ledger(List.of(line("a", false), line("a", false))))
        .hasMessage("work a is listed twice");
  }
}
