package io.stillwake.storage.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stillwake.storage.latent.LatentStitch.Fade;
import io.stillwake.storage.latent.LatentStitch.Run;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class LatentStitchTest {

  private static final int CHANNELS = 3;
  private static final int HEIGHT = 2;
  private static final int WIDTH = 5;

  @ParameterizedTest
  @EnumSource
  void withoutAFadeRunsAreJoinedByteForByte(LatentType type) {
    LatentTensor film = noise(type, 9, 1);
    List<LatentTensor> parts = List.of(film.slice(0, 2), film.slice(2, 6), film.slice(8, 1));

    assertThat(LatentStitch.of(parts.stream().map(part -> new Run(part, Fade.NONE)).toList()))
        .isEqualTo(LatentTensor.concatenate(parts))
        .isEqualTo(film);
  }

  @Test
  void aFadeGoesFromOneRunToTheOther() {
    LatentTensor before = filled(LatentType.F32, 5, 8);
    LatentTensor after = filled(LatentType.F32, 4, 16);

    LatentTensor joined =
        LatentStitch.of(List.of(new Run(before, Fade.NONE), new Run(after, new Fade(1, 3, 3))));

    assertThat(frames(joined)).containsExactly(8f, 8f, 10f, 12f, 14f, 16f);
  }

  /** Both sides the same: the weights sum to one. */
  @ParameterizedTest
  @EnumSource
  void whatBothRunsAgreeOnStaysAsItIs(LatentType type) {
    LatentTensor same = filled(type, 4, 1.5f);

    assertThat(LatentStitch.of(List.of(new Run(same, Fade.NONE), new Run(same, new Fade(1, 4, 4)))))
        .isEqualTo(same);
  }

  @ParameterizedTest
  @EnumSource
  void everyWindowHasTheSameLatentFrames(LatentType type) {
    int length = 3;
    // Latent frames 0 to 6, 4 to 10 and 8 to 11 of a film: 4 to 6 and 8 to 10 are in two.
    List<LatentTensor> chunks = List.of(noise(type, 7, 1), noise(type, 7, 2), noise(type, 4, 3));
    int[] firsts = {0, 4, 8};
    LatentTensor film = window(chunks, firsts, length, 0, 12);

    for (int from = 0; from < 12; from++) {
      for (int to = from + 1; to <= 12; to++) {
        assertThat(window(chunks, firsts, length, from, to))
            .as("latent frames %d to %d", from, to)
            .isEqualTo(film.slice(from, to - from));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void isComputedInFullAndRoundedOnce(LatentType type) {
    LatentTensor before = noise(type, 2, 4);
    LatentTensor after = noise(type, 2, 5);
    LatentTensor joined =
        LatentStitch.of(List.of(new Run(before, Fade.NONE), new Run(after, new Fade(1, 2, 2))));

    ByteBuffer expected = ByteBuffer.allocate(type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    int cells = HEIGHT * WIDTH;
    for (int i = 0; i < CHANNELS * 2 * cells; i++) {
      float share = (1 + i / cells % 2) / 3f;
      int at = i * type.bytes();
      float mixed = (1 - share) * type.get(before.data(), at) + share * type.get(after.data(), at);
      type.put(expected, 0, mixed);
      assertThat(type.get(joined.data(), at)).isEqualTo(type.get(expected, 0));
    }
  }

  @Test
  void refusesAFadeOverMoreThanTheRunBeforeHasOfItsOwn() {
    LatentTensor short2 = filled(LatentType.F16, 2, 1);

    assertThatThrownBy(() -> LatentStitch.of(List.of(new Run(short2, new Fade(1, 1, 1)))))
        .hasMessageContaining("at most 0");
    assertThatThrownBy(
            () ->
                LatentStitch.of(
                    List.of(
                        new Run(short2, Fade.NONE),
                        new Run(short2, new Fade(1, 1, 1)),
                        new Run(short2, new Fade(1, 2, 2)))))
        .hasMessageContaining("fade: over 2 latent frames (expected: at most 1");
  }

  @Test
  void refusesNumbersOutsideAFade() {
    assertThatThrownBy(() -> new Fade(0, 1, 2)).hasMessageContaining("numbers 1 to 2");
    assertThatThrownBy(() -> new Fade(2, 2, 2)).hasMessageContaining("from number 2 of 2");
    assertThatThrownBy(() -> new Run(filled(LatentType.F16, 1, 0), new Fade(1, 2, 2)))
        .hasMessageContaining("at most those of the run");
  }

  /** As the ledger of chunks cuts it. */
  private static LatentTensor window(
      List<LatentTensor> chunks, int[] firsts, int length, int from, int to) {
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < firsts.length; i++) {
      int first = Math.max(from, firsts[i]);
      int end = Math.min(to, firsts[i] + chunks.get(i).frames());
      if (first < end) {
        int faded = i == 0 ? 0 : Math.min(end, firsts[i] + length) - first;
        runs.add(
            new Run(
                chunks.get(i).slice(first - firsts[i], end - first),
                faded > 0 ? new Fade(first - firsts[i] + 1, faded, length) : Fade.NONE));
      }
    }
    return LatentStitch.of(runs);
  }

  private static LatentTensor noise(LatentType type, int frames, long seed) {
    Random random = new Random(seed);
    return tensor(type, frames, () -> (float) random.nextGaussian());
  }

  private static LatentTensor filled(LatentType type, int frames, float value) {
    return tensor(type, frames, () -> value);
  }

  private interface Values {
    float next();
  }

  private static LatentTensor tensor(LatentType type, int frames, Values values) {
    int count = CHANNELS * frames * HEIGHT * WIDTH;
    ByteBuffer data = ByteBuffer.allocate(count * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      type.put(data, i * type.bytes(), values.next());
    }
    return new LatentTensor(type, CHANNELS, frames, HEIGHT, WIDTH, data);
  }

  /** The first cell of each latent frame of the last channel. */
  private static List<Float> frames(LatentTensor latents) {
    List<Float> values = new ArrayList<>();
    LatentType type = latents.type();
    for (int frame = 0; frame < latents.frames(); frame++) {
      int cell = ((CHANNELS - 1) * latents.frames() + frame) * HEIGHT * WIDTH;
      values.add(type.get(latents.data(), cell * type.bytes()));
    }
    return values;
  }
}
