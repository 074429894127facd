package io.stillwake.storage.latent;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Joins runs of latent frames along time. Where a run overlaps the one before, the two are
 * cross-faded: computed in FP32 and rounded once to the latents' type. A latent frame comes out the
 * same wherever in a fade the runs begin or end.
 */
public final class LatentStitch {

  private LatentStitch() {}

  /**
   * A run of latent frames.
   *
   * @param fade of its first latent frames with the last of the run before
   */
  public record Run(LatentTensor latents, Fade fade) {

    public Run {
      if (fade.count() > latents.frames()) {
        throw new IllegalArgumentException(
            "fade: %d latent frames of %s (expected: at most those of the run)"
                .formatted(fade.count(), latents));
      }
    }
  }

  /**
   * Part of a fade over {@code length} latent frames, which are numbered from 1: the {@code count}
   * ones from number {@code first} on. Number i has {@code i / (length + 1)} of the later run.
   */
  public record Fade(int first, int count, int length) {

    public static final Fade NONE = new Fade(0, 0, 0);

    public Fade {
      boolean inside = first >= 1 && count >= 1 && first + count - 1 <= length;
      boolean none = first == 0 && count == 0 && length == 0;
      if (!inside && !none) {
        throw new IllegalArgumentException(
            "fade: %d latent frames from number %d of %d (expected: numbers 1 to %d)"
                .formatted(count, first, length, length));
      }
    }

    /** How much of the latent frame at {@code offset} of this part is the later run's. */
    float share(int offset) {
      return (first + offset) / (length + 1f);
    }
  }

  /**
   * @throws IllegalArgumentException where the runs do not fit each other, or a fade reaches over
   *     more than the run before has of its own
   */
  public static LatentTensor of(List<Run> runs) {
    List<LatentTensor> parts = runs.stream().map(Run::latents).toList();
    LatentTensor joined = LatentTensor.concatenate(parts);
    if (runs.stream().allMatch(run -> run.fade().count() == 0)) {
      return joined;
    }
    int frames = joined.frames() - runs.stream().mapToInt(run -> run.fade().count()).sum();
    int channelBytes = frames * frameBytes(joined);
    ByteBuffer out =
        ByteBuffer.allocate(joined.channels() * channelBytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int channel = 0; channel < joined.channels(); channel++) {
      out.position(channel * channelBytes);
      // Of the latent frames so far, those that no fade has touched.
      int own = 0;
      for (Run run : runs) {
        requireOwn(run, own);
        join(run, channel, out);
        own = run.latents().frames() - run.fade().count();
      }
    }
    return new LatentTensor(
        joined.type(), joined.channels(), frames, joined.height(), joined.width(), out.flip());
  }

  /** A second fade over the same latent frame would round it twice. */
  private static void requireOwn(Run run, int own) {
    if (run.fade().count() > own) {
      throw new IllegalArgumentException(
          "fade: over %d latent frames (expected: at most %d, what the run before has of its own)"
              .formatted(run.fade().count(), own));
    }
  }

  /** Fades into what {@code out} ends with, then adds the rest. */
  private static void join(Run run, int channel, ByteBuffer out) {
    LatentTensor latents = run.latents();
    LatentType type = latents.type();
    int frameBytes = frameBytes(latents);
    int start = channel * latents.frames() * frameBytes;
    int faded = run.fade().count() * frameBytes;
    int at = out.position() - faded;
    for (int offset = 0; offset < faded; offset += type.bytes()) {
      float share = run.fade().share(offset / frameBytes);
      float before = type.get(out, at + offset);
      float after = type.get(latents.data(), start + offset);
      type.put(out, at + offset, (1 - share) * before + share * after);
    }
    out.put(latents.data().slice(start + faded, latents.frames() * frameBytes - faded));
  }

  private static int frameBytes(LatentTensor latents) {
    return latents.height() * latents.width() * latents.type().bytes();
  }
}
