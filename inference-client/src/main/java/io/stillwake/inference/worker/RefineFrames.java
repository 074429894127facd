package io.stillwake.inference.worker;

import io.stillwake.inference.Tensor;
import io.stillwake.inference.TensorType;
import io.stillwake.inference.media.RgbImage;
import io.stillwake.proto.ModelCall;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Cleans decoded frames, each with its neighbours in view, in several calls. What becomes of a
 * frame depends on it and its neighbours alone, not on where calls or segments begin.
 *
 * @param picture that the frames move, beside which they are judged
 * @param overlap how many neighbours on either side the model looks at
 */
record RefineFrames(ModelCall call, RgbImage picture, int overlap) {

  /** So many bytes of frames a call takes, neighbours included: 14 frames of 768x512. */
  private static final int BYTES_PER_CALL = 16 << 20;

  /** Takes cleaned frames, in order. */
  interface Sink {
    void take(ByteBuffer frames) throws WorkStopped, InterruptedException;
  }

  /**
   * @param frames [height, width, 3] each; neighbours that the film has are among them
   * @param first of the frames to clean
   * @param end after the last frame to clean
   */
  void run(List<ByteBuffer> frames, int first, int end, Attempt attempt, Sink sink)
      throws WorkStopped, InterruptedException {
    int most = Math.max(1, BYTES_PER_CALL / frameBytes() - 2 * overlap);
    int calls = (end - first + most - 1) / most;
    int perCall = (end - first + calls - 1) / calls;
    for (int from = first; from < end; from += perCall) {
      int to = Math.min(from + perCall, end);
      int seen = Math.max(0, from - overlap);
      List<ByteBuffer> view = frames.subList(seen, Math.min(frames.size(), to + overlap));
      ByteBuffer refined = call(view, attempt);
      sink.take(refined.slice((from - seen) * frameBytes(), (to - from) * frameBytes()));
    }
  }

  private ByteBuffer call(List<ByteBuffer> view, Attempt attempt)
      throws WorkStopped, InterruptedException {
    ByteBuffer joined = ByteBuffer.allocate(view.size() * frameBytes());
    view.forEach(frame -> joined.put(frame.duplicate()));
    long[] shape = {view.size(), picture.height(), picture.width(), 3};
    Tensor refined =
        attempt
            .call(
                call,
                new Tensor(TensorName.FRAMES, TensorType.UINT8, shape, joined.flip()),
                Tensors.picture(TensorName.PICTURE, picture))
            .get(TensorName.REFINED);
    Tensors.requireShape(refined, shape);
    return refined.data();
  }

  private int frameBytes() {
    return 3 * picture.height() * picture.width();
  }
}
