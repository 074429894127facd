package io.stillwake.bench.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultRulesTest {

  private static final FaultRule.Target TARGET =
      new FaultRule.Target("gpu-1", 3, "w1", "virtual-frames", "acme");

  private final AtomicLong now = new AtomicLong();
  private final Faults faults = new Faults(now::get);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]|faults: [] (expected: {\"faults\": [...]})",
        "{\"faults\": [{}]}|faults[0].kind: absent (expected: one of [slow, internal,",
        "{\"faults\": [{\"kind\": \"slo\"}]}|faults[0].kind: \"slo\" (expected: one of [slow,",
        "{\"faults\": [{\"kind\": \"slow\"}]}|faults[0].factor: absent (expected: how many times",
        "{\"faults\": [{\"kind\": \"hang\", \"at\": 0.5}]}|faults[0].at: 0.5 (expected: nothing, as",
        "{\"faults\": [{\"kind\": \"hang\", \"slots\": 1}]}|faults[0].slots: 1 (expected: one of [at,",
        "{\"faults\": [{\"kind\": \"hang\", \"slot\": -1}]}|faults[0].slot: -1 (expected: a whole",
        "{\"faults\": [{\"kind\": \"hang\", \"probability\": 2}]}|probability: 2 (expected: a number from"
      })
  void aWrongRuleIsRefusedInWords(String rules, String words) {
    assertThatThrownBy(() -> FaultRules.parse(rules))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(words);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"slot\": 4",
        "\"gpu\": \"gpu-2\"",
        "\"work\": \"w\"",
        "\"model\": \"virtual-decode\"",
        "\"tenant\": \"other\"",
        "\"probability\": 0",
        "\"calls\": 0"
      })
  void aCallThatIsNotMeantIsNotStruck(String target) {
    set("{\"kind\": \"hang\", " + target + "}");

    assertThat(faults.strike(TARGET)).isEmpty();
  }

  @Test
  void aCallThatIsMeantIsStruck() {
    set(
        "{\"kind\": \"hang\", \"slot\": 3, \"gpu\": \"gpu-1\", \"work\": \"w1\","
            + " \"model\": \"virtual-frames\", \"tenant\": \"acme\"}");

    assertThat(faults.strike(TARGET)).contains(new Fault(FaultKind.HANG, 1, 1));
  }

  @Test
  void onlyTheFirstRuleThatMatchesStrikes() {
    set("{\"kind\": \"nan\", \"calls\": 1}, {\"kind\": \"hang\"}");

    assertThat(faults.strike(TARGET).orElseThrow().kind()).isEqualTo(FaultKind.NAN);
    assertThat(faults.strike(TARGET).orElseThrow().kind()).isEqualTo(FaultKind.HANG);
    assertThat(faults.struck()).extracting(Faults.Struck::calls).containsExactly(1L, 1L);
  }

  @Test
  void aRuleEndsAfterItsSeconds() {
    set("{\"kind\": \"hang\", \"seconds\": 60}");

    now.set(59_999_999_999L);
    assertThat(faults.strike(TARGET)).isPresent();
    now.set(60_000_000_000L);
    assertThat(faults.strike(TARGET)).isEmpty();
  }

  @Test
  void theSeedSaysWhichCallsAreStruck() {
    assertThat(struck(7)).isEqualTo(struck(7)).isNotEqualTo(struck(8));
    assertThat(struck(7).chars().filter(c -> c == 'x').count()).isBetween(35L, 65L);
  }

  private String struck(int seed) {
    set("{\"kind\": \"hang\", \"probability\": 0.5, \"seed\": " + seed + "}");
    StringBuilder struck = new StringBuilder();
    IntStream.range(0, 100)
        .forEach(i -> struck.append(faults.strike(TARGET).isPresent() ? 'x' : '.'));
    return struck.toString();
  }

  private void set(String rules) {
    faults.replace(FaultRules.parse("{\"faults\": [" + rules + "]}"));
  }
}
