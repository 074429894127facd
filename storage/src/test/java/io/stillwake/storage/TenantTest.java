package io.stillwake.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TenantTest {

  @Test
  void takesWhatFitsIntoAPath() {
    assertThat(new Tenant("acme-2").toString()).isEqualTo("acme-2");
    assertThat(new Tenant("a".repeat(63)).value()).hasSize(63);
  }

  @Test
  void refusesWhatCouldLeaveItsFolder() {
    for (String text : new String[] {"", "-a", "Acme", "a/b", "..", "a b", "a".repeat(64)}) {
      assertThatThrownBy(() -> new Tenant(text))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'" + text + "'");
    }
  }
}
