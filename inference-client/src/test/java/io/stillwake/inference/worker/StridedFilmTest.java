package io.stillwake.inference.worker;

import static io.stillwake.inference.worker.ToyLatents.call;
import static io.stillwake.inference.worker.ToyLatents.data;
import static io.stillwake.inference.worker.ToyLatents.numbers;
import static io.stillwake.inference.worker.ToyLatents.slice;
import static io.stillwake.inference.worker.ToyLatents.stored;
import static org.assertj.core.api.Assertions.assertThat;

import io.stillwake.inference.FakeModelServer;
import io.stillwake.inference.ModelDescription;
import io.stillwake.inference.Tensor;
import io.stillwake.inference.TensorSpec;
import io.stillwake.inference.TensorType;
import io.stillwake.inference.ToyFamily;
import io.stillwake.inference.media.SegmentEncoder;
import io.stillwake.inference.media.SegmentFormat;
import io.stillwake.proto.Chunking;
import io.stillwake.proto.CrossFade;
import io.stillwake.proto.DecodeTask;
import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.proto.FramesTask;
import io.stillwake.proto.LatentSlice;
import io.stillwake.proto.Latents;
import io.stillwake.proto.ObjectRef;
import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkKind;
import io.stillwake.proto.WorkResult;
import io.stillwake.storage.ObjectLayout;
import io.stillwake.storage.RenderId;
import io.stillwake.storage.Sha256;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Films whose latent frames hold runs of frames, by a decoder that greys each with its number. */
class StridedFilmTest {

  private static final int FRAME_BYTES = Bench.WIDTH * Bench.HEIGHT * 3;

  /** Segments of 24 of a film of 97 frames, with an overlap of 2 where latents hold runs. */
  @ParameterizedTest
  @CsvSource({
    "1, 24, 24, 0, 24, 24",
    "1, 96, 1, 0, 96, 1",
    "4, 0, 7, 0, 0, 24",
    "4, 4, 9, 8, 24, 24",
    "4, 16, 9, 8, 72, 24",
    "4, 22, 3, 8, 96, 1",
    "8, 0, 4, 0, 0, 24",
    "8, 1, 6, 16, 24, 24",
    "8, 7, 6, 16, 72, 24",
    "8, 10, 3, 16, 96, 1"
  })
  void aSegmentHasExactlyItsFramesOfTheFilm(
      int stride, int windowFirst, int windowCount, int drop, int first, int count)
      throws Exception {
    Bench bench = new Bench(family(stride), server(stride));
    ObjectRef left = stored(bench, "left", IntStream.range(0, 12).toArray());
    ObjectRef right = stored(bench, "right", IntStream.range(12, 100).toArray());
    DecodeTask.Builder task = task().setDropFrames(drop).setFirstFrame(first).setFrameCount(count);
    int end = windowFirst + windowCount;
    if (windowFirst < 12) {
      task.addWindow(slice(left, windowFirst, Math.min(12, end) - windowFirst));
    }
    if (end > 12) {
      int from = Math.max(12, windowFirst);
      task.addWindow(slice(right, from - 12, end - from));
    }

    bench.execute(Bench.item(WorkKind.WORK_KIND_DECODE).setDecode(task).build());

    assertThat(bench.onlyAnnounced().getOutput().getSegment().getMedia().getSha256())
        .isEqualTo(Sha256.of(encoded(first, count)));
  }

  @Test
  void aWindowOfRunsIsDecodedInOneCall() throws Exception {
    Bench bench = new Bench(family(4), server(4));
    DecodeTask task =
        task()
            .addWindow(slice(stored(bench, "all", IntStream.range(4, 24).toArray()), 0, 20))
            .setDropFrames(8)
            .setFrameCount(24)
            .build();

    bench.execute(Bench.item(WorkKind.WORK_KIND_DECODE).setDecode(task).build());

    assertThat(bench.server.calls("toy-decode")).isEqualTo(1);
  }

  @Test
  void aDecoderThatMakesAnotherNumberOfFramesIsNotBelieved() throws Exception {
    Bench bench = new Bench(family(8), server(4));
    DecodeTask task =
        task().addWindow(slice(stored(bench, "all", 0, 1, 2), 0, 3)).setFrameCount(1).build();

    bench.execute(Bench.item(WorkKind.WORK_KIND_DECODE).setDecode(task).build());

    WorkResult result = bench.onlyAnnounced();
    assertThat(result.getFailure().getCode()).isEqualTo("invalid_output");
    assertThat(result.getFailure().getMessage()).contains("[9, 48, 64, 3]", "[17, 48, 64, 3]");
  }

  /** Chunks of latent frames 0 to 8 and 7 to 14 have 7 and 8 in common. */
  @ParameterizedTest
  @ValueSource(ints = {0, 5, 7, 8, 9})
  void whereverAWindowBeginsItsLatentFramesAreTheSame(int from) throws Exception {
    Bench bench = new Bench(family(4), server(4));
    ObjectRef left = stored(bench, "left", 10, 11, 12, 13, 14, 15, 16, 17, 18);
    ObjectRef right = stored(bench, "right", 107, 207, 300, 301, 302, 303, 304, 305);
    DecodeTask.Builder task = task().setFrameCount(1);
    if (from < 9) {
      task.addWindow(slice(left, from, 9 - from));
    }
    int start = Math.max(from, 7);
    LatentSlice.Builder after = slice(right, start - 7, 15 - start).toBuilder();
    if (start < 9) {
      after.setFade(CrossFade.newBuilder().setFirst(start - 6).setCount(9 - start).setLength(2));
    }

    bench.execute(Bench.item(WorkKind.WORK_KIND_DECODE).setDecode(task.addWindow(after)).build());

    Tensor given = bench.server.requests().get(0).inputs().get(0);
    // A third and two thirds of the way from 17 to 107, and from 18 to 207.
    int[] film = {10, 11, 12, 13, 14, 15, 16, 47, 144, 300, 301, 302, 303, 304, 305};
    assertThat(numbers(given)).containsExactly(IntStream.of(film).skip(from).toArray());
  }

  @Test
  void aChunkOfWindowsHasALeftAnchorOnly() throws Exception {
    FamilyDescriptor family =
        family(4).toBuilder()
            .setChunking(Chunking.WINDOWS)
            .setFramesPerChunk(6)
            .setOverlap(2)
            .build();
    FakeModelServer server = server(4);
    server.serve(
        new ModelDescription(
            "toy-frames",
            List.of(
                tensor("picture", TensorType.UINT8, -1, -1, 3),
                tensor("frame", TensorType.INT64, -1),
                tensor("left_anchor", TensorType.FP16, ToyFamily.CHANNELS, 1, -1, -1),
                tensor("left_frame", TensorType.INT64, 1)),
            List.of(tensor("latents", TensorType.FP16, ToyFamily.CHANNELS, -1, -1, -1)),
            1,
            0),
        request ->
            List.of(
                new Tensor(
                    "latents",
                    TensorType.FP16,
                    new long[] {ToyFamily.CHANNELS, 9, 6, 8},
                    data(IntStream.range(6, 15).toArray()))));
    Bench bench = new Bench(family, server);
    WorkItem frames =
        Bench.item(WorkKind.WORK_KIND_FRAMES)
            .setFrames(
                FramesTask.newBuilder()
                    .setPicture(bench.picture(10))
                    .setAnchors(stored(bench, "anchors", 0, 6, 12))
                    .setLeftAnchor(1)
                    .setLeftFrame(6)
                    .setRightAnchor(-1)
                    .setFirstFrame(6)
                    .setFrameCount(9)
                    .setLeadIn(1)
                    .setCall(call("toy-frames")))
            .build();

    bench.execute(frames);

    Latents chunk = bench.onlyAnnounced().getOutput().getLatents();
    assertThat(chunk.getShapeList()).containsExactly(2L, 8L, 6L, 8L);
    assertThat(server.requests().get(0).inputs().get(2).data().getShort()).isEqualTo((short) 6);
  }

  private static FamilyDescriptor family(int stride) {
    return ToyFamily.descriptor()
        .setTemporalStride(stride)
        .setDecodeOverlap(stride == 1 ? 0 : 2)
        .build();
  }

  private static FakeModelServer server(int stride) {
    return ToyFamily.server()
        .serve(
            new ModelDescription(
                "toy-decode",
                List.of(tensor("latents", TensorType.FP16, ToyFamily.CHANNELS, -1, -1, -1)),
                List.of(tensor("frames", TensorType.UINT8, -1, -1, -1, 3)),
                1,
                0),
            request -> List.of(decoded(request.inputs().get(0), stride)));
  }

  /** The first latent frame gives the last frame of its run, every other one all of them. */
  private static Tensor decoded(Tensor latents, int stride) {
    int[] numbers = numbers(latents);
    int count = 1 + (numbers.length - 1) * stride;
    ByteBuffer data = ByteBuffer.allocate(count * FRAME_BYTES);
    grey(data, numbers[0] * stride);
    for (int latent = 1; latent < numbers.length; latent++) {
      for (int frame = 1; frame <= stride; frame++) {
        grey(data, (numbers[latent] - 1) * stride + frame);
      }
    }
    return new Tensor(
        "frames", TensorType.UINT8, new long[] {count, Bench.HEIGHT, Bench.WIDTH, 3}, data.flip());
  }

  private static void grey(ByteBuffer data, int number) {
    for (int i = 0; i < FRAME_BYTES; i++) {
      data.put((byte) number);
    }
  }

  private static byte[] encoded(int first, int count) throws Exception {
    ByteBuffer frames = ByteBuffer.allocate(count * FRAME_BYTES);
    IntStream.range(first, first + count).forEach(frame -> grey(frames, frame));
    try (SegmentEncoder encoder =
        SegmentEncoder.start(new SegmentFormat(Bench.WIDTH, Bench.HEIGHT, 24, first, 0))) {
      encoder.write(frames.flip());
      return encoder.finish().media();
    }
  }

  private static DecodeTask.Builder task() {
    RenderId render = new RenderId(Bench.RENDER);
    ObjectLayout layout = ObjectLayout.standard();
    return DecodeTask.newBuilder()
        .setCall(call("toy-decode"))
        .setFps(24)
        .setPublishInit(layout.hlsInit(Bench.TENANT, render).toRef("video/mp4"))
        .setPublishMedia(layout.hlsSegment(Bench.TENANT, render, 0).toRef("video/iso.segment"));
  }

  private static TensorSpec tensor(String name, TensorType type, long... dims) {
    return new TensorSpec(name, type, java.util.Arrays.stream(dims).boxed().toList(), false);
  }
}
