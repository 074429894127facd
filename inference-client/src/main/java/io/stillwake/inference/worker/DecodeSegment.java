package io.stillwake.inference.worker;

import io.stillwake.inference.Tensor;
import io.stillwake.inference.media.EncodedSegment;
import io.stillwake.inference.media.RgbImage;
import io.stillwake.inference.media.SegmentEncoder;
import io.stillwake.inference.media.SegmentFormat;
import io.stillwake.proto.CrossFade;
import io.stillwake.proto.DecodeTask;
import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.proto.LatentSlice;
import io.stillwake.proto.Segment;
import io.stillwake.proto.WorkOutput;
import io.stillwake.storage.latent.LatentStitch;
import io.stillwake.storage.latent.LatentTensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Stitches a window of latents, decodes it, cleans the frames where that is asked for, and encodes
 * them as one playable segment. The frames go from the model straight into the encoder and never
 * leave the machine.
 */
record DecodeSegment(DecodeTask task) implements Work {

  // 9 MiB of RGB at 768x512: little memory, and few enough calls.
  private static final int FRAMES_PER_CALL = 8;

  @Override
  public WorkOutput perform(Attempt attempt) throws WorkStopped, InterruptedException {
    FamilyDescriptor family = attempt.family(task.getCall());
    EncodedSegment segment = encode(window(attempt), family, attempt);
    return WorkOutput.newBuilder()
        .setSegment(
            Segment.newBuilder()
                .setInit(attempt.store("init.mp4", segment.init(), "video/mp4"))
                .setMedia(attempt.output(segment.media(), "video/iso.segment"))
                .setFrames(task.getFrameCount()))
        .build();
  }

  @Override
  public WorkOutput publish(WorkOutput output, Attempt attempt)
      throws WorkStopped, InterruptedException {
    attempt.publish(output.getSegment().getInit(), task.getPublishInit());
    attempt.publish(output.getSegment().getMedia(), task.getPublishMedia());
    return output;
  }

  private LatentTensor window(Attempt attempt) throws WorkStopped, InterruptedException {
    List<LatentStitch.Run> runs = new ArrayList<>();
    for (LatentSlice slice : task.getWindowList()) {
      LatentTensor chunk = LatentChunks.fetch(slice.getLatents(), attempt);
      runs.add(new LatentStitch.Run(chunk.slice(slice.getFrom(), slice.getCount()), fade(slice)));
    }
    return LatentStitch.of(runs);
  }

  private static LatentStitch.Fade fade(LatentSlice slice) {
    CrossFade fade = slice.getFade();
    return slice.hasFade()
        ? new LatentStitch.Fade(fade.getFirst(), fade.getCount(), fade.getLength())
        : LatentStitch.Fade.NONE;
  }

  private EncodedSegment encode(LatentTensor window, FamilyDescriptor family, Attempt attempt)
      throws WorkStopped, InterruptedException {
    SegmentFormat format =
        new SegmentFormat(
            window.width() * family.getSpatialStride(),
            window.height() * family.getSpatialStride(),
            task.getFps(),
            task.getFirstFrame(),
            task.getSegment());
    try (SegmentEncoder encoder = attempt.code(() -> SegmentEncoder.start(format))) {
      RefineFrames.Sink encode =
          frames ->
              attempt.code(
                  () -> {
                    encoder.write(frames);
                    return null;
                  });
      if (task.hasRefine()) {
        refine(window, family, format, attempt, encode);
      } else {
        Cut cut = new Cut(task.getDropFrames(), task.getFrameCount());
        decode(window, family, format, attempt, frames -> encode.take(cut.of(frames)));
        cut.requireAll(task, window);
      }
      return attempt.code(encoder::finish);
    }
  }

  /** Decodes the neighbours of the segment's frames too, for the model to see and not to keep. */
  private void refine(
      LatentTensor window,
      FamilyDescriptor family,
      SegmentFormat format,
      Attempt attempt,
      RefineFrames.Sink encode)
      throws WorkStopped, InterruptedException {
    int decoded = 1 + (window.frames() - 1) * family.getTemporalStride();
    int overlap = family.getRefineOverlap();
    int seen = Math.max(0, task.getDropFrames() - overlap);
    int first = task.getDropFrames() - seen;
    int end = first + task.getFrameCount();
    Cut cut = new Cut(seen, Math.min(decoded - seen, end + overlap));
    List<ByteBuffer> frames = new ArrayList<>();
    decode(window, family, format, attempt, piece -> frames.addAll(cut.each(piece)));
    cut.requireAll(task, window);
    RgbImage picture = Pictures.fetch(task.getPicture(), attempt);
    new RefineFrames(task.getRefine(), picture, overlap).run(frames, first, end, attempt, encode);
  }

  /** Takes decoded frames [n, height, width, 3], piece after piece. */
  private interface Pieces {
    void take(Tensor frames) throws WorkStopped, InterruptedException;
  }

  private void decode(
      LatentTensor window,
      FamilyDescriptor family,
      SegmentFormat format,
      Attempt attempt,
      Pieces pieces)
      throws WorkStopped, InterruptedException {
    int perCall = isDecodedFrameByFrame(family) ? FRAMES_PER_CALL : window.frames();
    for (int from = 0; from < window.frames(); from += perCall) {
      LatentTensor piece = window.slice(from, Math.min(perCall, window.frames() - from));
      int frames = 1 + (piece.frames() - 1) * family.getTemporalStride();
      pieces.take(decode(piece, frames, format, attempt));
    }
  }

  private Tensor decode(LatentTensor piece, int count, SegmentFormat format, Attempt attempt)
      throws WorkStopped, InterruptedException {
    Tensor frames =
        attempt
            .call(task.getCall(), Tensors.latents(TensorName.LATENTS, piece))
            .get(TensorName.FRAMES);
    Tensors.requireShape(frames, count, format.height(), format.width(), 3);
    return frames;
  }

  /** Only then does a frame not depend on the latent frames beside it. */
  private static boolean isDecodedFrameByFrame(FamilyDescriptor family) {
    return family.getTemporalStride() == 1 && family.getDecodeOverlap() == 0;
  }

  /** Which of the decoded frames, piece after piece, belong to the segment. */
  private static final class Cut {

    private int drop;
    private int missing;

    Cut(int drop, int wanted) {
      this.drop = drop;
      this.missing = wanted;
    }

    ByteBuffer of(Tensor frames) {
      int count = (int) frames.extent(0);
      ByteBuffer data = frames.data();
      int frameBytes = data.remaining() / count;
      int from = Math.min(drop, count);
      int taken = Math.min(missing, count - from);
      drop -= from;
      missing -= taken;
      return data.slice(from * frameBytes, taken * frameBytes);
    }

    /** The same, frame by frame. */
    List<ByteBuffer> each(Tensor frames) {
      int frameBytes = frames.data().remaining() / (int) frames.extent(0);
      ByteBuffer wanted = of(frames);
      List<ByteBuffer> each = new ArrayList<>();
      for (int at = 0; at < wanted.remaining(); at += frameBytes) {
        each.add(wanted.slice(at, frameBytes));
      }
      return each;
    }

    void requireAll(DecodeTask task, LatentTensor window) throws WorkFailed {
      if (missing > 0) {
        throw WorkFailed.forGood(
            WorkFailed.INVALID_OUTPUT,
            "segment %d: decoding %d latent frames left %d of %d frames missing"
                .formatted(task.getSegment(), window.frames(), missing, task.getFrameCount()));
      }
    }
  }
}
