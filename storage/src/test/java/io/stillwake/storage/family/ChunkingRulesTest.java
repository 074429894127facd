package io.stillwake.storage.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stillwake.proto.Chunking;
import io.stillwake.proto.FamilyDescriptor;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ChunkingRulesTest {

  private static FamilyDescriptor.Builder family(Chunking chunking) {
    return FamilyDescriptor.newBuilder()
        .setName("toy")
        .setChunking(chunking)
        .setTemporalStride(4)
        .setFramesPerChunk(6);
  }

  static Stream<FamilyDescriptor.Builder> sound() {
    return Stream.of(
        family(Chunking.KEYFRAMES).setLoops(true),
        family(Chunking.KEYFRAMES).setLeadIn(1),
        family(Chunking.KEYFRAMES).setTemporalStride(1).setLeadIn(3),
        family(Chunking.WINDOWS).setOverlap(6).setLeadIn(1),
        family(Chunking.WINDOWS),
        family(Chunking.WHOLE).clearFramesPerChunk());
  }

  @ParameterizedTest
  @MethodSource("sound")
  void soundDescriptorsPass(FamilyDescriptor.Builder family) {
    assertThat(ChunkingRules.require(family.build())).isEqualTo(family.build());
  }

  static Stream<Arguments> unsound() {
    return Stream.of(
        Arguments.of(
            family(Chunking.KEYFRAMES).setOverlap(1),
            "overlap: 1 of family 'toy' (expected: 0, as its chunking is KEYFRAMES)"),
        Arguments.of(
            family(Chunking.WINDOWS).setOverlap(7),
            "overlap: 7 of family 'toy' (expected: 0 to frames_per_chunk, 6)"),
        Arguments.of(
            family(Chunking.WINDOWS).setOverlap(-1),
            "overlap: -1 of family 'toy' (expected: 0 to frames_per_chunk, 6)"),
        Arguments.of(
            family(Chunking.WINDOWS).setLoops(true),
            "loops: true of family 'toy' (expected: false, as its chunking is WINDOWS)"),
        Arguments.of(
            family(Chunking.WHOLE).setLoops(true),
            "loops: true of family 'toy' (expected: false, as its chunking is WHOLE)"),
        Arguments.of(
            family(Chunking.KEYFRAMES).setLeadIn(2),
            "lead_in: 2 of family 'toy' (expected: 0 or 1, as the latent frame under an anchor"
                + " is a chunk's only lead-in)"));
  }

  @ParameterizedTest
  @MethodSource("unsound")
  void whatBreaksARuleIsNamed(FamilyDescriptor.Builder family, String message) {
    assertThatThrownBy(() -> ChunkingRules.require(family.build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void anchorsLeadInWhereALatentFrameHoldsARun() {
    assertThat(ChunkingRules.leadsInWithItsAnchor(family(Chunking.KEYFRAMES).build())).isTrue();
    assertThat(
            ChunkingRules.leadsInWithItsAnchor(
                family(Chunking.KEYFRAMES).setTemporalStride(1).build()))
        .isFalse();
    assertThat(
            ChunkingRules.leadsInWithItsAnchor(
                family(Chunking.WINDOWS).setTemporalStride(1).build()))
        .isTrue();
    assertThat(ChunkingRules.leadsInWithItsAnchor(family(Chunking.WHOLE).build())).isFalse();
  }
}
