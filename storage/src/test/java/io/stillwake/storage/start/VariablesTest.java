package io.stillwake.storage.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VariablesTest {

  private final Variables variables =
      new Variables(Map.of("COUNT", "12", "MANY", "many", "WAIT", "PT3S", "LONG", "3 s"));

  @Test
  void readsWhatIsSet() {
    assertThat(variables.whole("COUNT")).hasValue(12);
    assertThat(variables.duration("WAIT", "PT1S")).contains(Duration.ofSeconds(3));
  }

  @Test
  void whatIsNotSetIsEmpty() {
    assertThat(variables.whole("OTHER")).isEmpty();
    assertThat(variables.duration("OTHER", "PT1S")).isEmpty();
  }

  @Test
  void whatCannotBeReadIsNamed() {
    assertThatThrownBy(() -> variables.whole("MANY"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("MANY: 'many' (expected: a whole number)");
    assertThatThrownBy(() -> variables.duration("LONG", "PT1S"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("LONG: '3 s' (expected: a duration such as PT1S)");
  }
}
