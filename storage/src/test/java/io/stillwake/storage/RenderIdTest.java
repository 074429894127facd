package io.stillwake.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RenderIdTest {

  private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");

  @Test
  void writesTheTimeFirst() {
    RenderId id = RenderId.next(() -> Instant.ofEpochMilli(1_469_918_176_385L), new Random(1));

    // The example of the ULID specification.
    assertThat(id.value()).startsWith("01aryz6s41");
  }

  @Test
  void sortsByTime() {
    RenderId earlier = RenderId.next(() -> NOW, new Random(1));
    RenderId later = RenderId.next(() -> NOW.plusMillis(1), new Random(1));

    assertThat(earlier.value()).isLessThan(later.value());
  }

  @Test
  void differsWithinAMillisecond() {
    Random random = new Random(1);

    assertThat(Stream.generate(() -> RenderId.next(() -> NOW, random)).limit(1000))
        .doesNotHaveDuplicates();
  }

  @Test
  void refusesWhatIsNoId() {
    for (String text :
        new String[] {
          "",
          "01arz3ndektsv4rrffq69g5fa",
          "01ARZ3NDEKTSV4RRFFQ69G5FAV",
          "01arz3ndektsv4rrffq69g5fal"
        }) {
      assertThatThrownBy(() -> new RenderId(text))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'" + text + "'");
    }
  }
}
