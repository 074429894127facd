package io.stillwake.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WorkIdTest {

  private static final Tenant ACME = new Tenant("acme");
  private static final byte[] NONE = {};

  /** Stored outputs are found by this value; a change makes all of them again. */
  @Test
  void keepsItsValueFromVersionToVersion() {
    WorkId id =
        WorkId.of(
            ACME,
            "frames",
            List.of("picture", "anchors"),
            new byte[] {1, 2, 3},
            "reference-frames",
            "1");

    assertThat(id.value())
        .isEqualTo("38093bef997b50ba0394a4f41f23f16927758e9ccd1339f718d506e7f517a1fa");
  }

  @Test
  void differsWhereAnyFieldDiffers() {
    assertThat(
            Stream.of(
                WorkId.of(ACME, "frames", List.of("a", "b"), NONE, "model", "1"),
                WorkId.of(new Tenant("other"), "frames", List.of("a", "b"), NONE, "model", "1"),
                WorkId.of(ACME, "decode", List.of("a", "b"), NONE, "model", "1"),
                WorkId.of(ACME, "frames", List.of("b", "a"), NONE, "model", "1"),
                WorkId.of(ACME, "frames", List.of("a"), NONE, "model", "1"),
                WorkId.of(ACME, "frames", List.of("a", "b"), new byte[] {0}, "model", "1"),
                WorkId.of(ACME, "frames", List.of("a", "b"), NONE, "other", "1"),
                WorkId.of(ACME, "frames", List.of("a", "b"), NONE, "model", "2")))
        .doesNotHaveDuplicates();
  }

  @Test
  void doesNotLetNeighbouringFieldsRunTogether() {
    assertThat(
            Stream.of(
                WorkId.of(ACME, "k", List.of("ab", "c"), NONE, "m", "1"),
                WorkId.of(ACME, "k", List.of("a", "bc"), NONE, "m", "1"),
                WorkId.of(ACME, "k", List.of("abc"), NONE, "m", "1"),
                WorkId.of(ACME, "k", List.of("abc", ""), NONE, "m", "1"),
                WorkId.of(ACME, "k", List.of(), new byte[] {'a', 'b', 'c'}, "m", "1"),
                WorkId.of(ACME, "k", List.of(), NONE, "mabc", "1"),
                WorkId.of(ACME, "k", List.of(), NONE, "m", "abc1")))
        .doesNotHaveDuplicates();
  }

  @Test
  void refusesWhatIsNoId() {
    assertThatThrownBy(() -> new WorkId("A".repeat(64)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("64 hex digits");
  }
}
