package io.stillwake.inference.worker;

import static io.stillwake.inference.worker.ToyLatents.call;
import static io.stillwake.inference.worker.ToyLatents.numbers;
import static io.stillwake.inference.worker.ToyLatents.slice;
import static io.stillwake.inference.worker.ToyLatents.stored;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.stillwake.inference.ToyFamily;
import io.stillwake.inference.worker.WorkExecution.Verdict;
import io.stillwake.proto.AssembleTask;
import io.stillwake.proto.DecodeTask;
import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.proto.Film;
import io.stillwake.proto.FramesTask;
import io.stillwake.proto.Latents;
import io.stillwake.proto.ObjectRef;
import io.stillwake.proto.Segment;
import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkKind;
import io.stillwake.proto.WorkOutput;
import io.stillwake.proto.WorkResult;
import io.stillwake.storage.ObjectKey;
import io.stillwake.storage.ObjectLayout;
import io.stillwake.storage.RenderId;
import java.nio.ByteBuffer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** From anchors to the film, with latents whose cells hold their frame's number. */
class FilmWorkTest {

  private static final ObjectLayout LAYOUT = ObjectLayout.standard();
  private static final RenderId RENDER = new RenderId(Bench.RENDER);

  @Test
  void framesLieBetweenTheirTwoAnchorsAndLeaveTheirLeadInOut() throws Exception {
    Bench bench = new Bench();
    WorkItem frames =
        Bench.item(WorkKind.WORK_KIND_FRAMES)
            .setFrames(
                FramesTask.newBuilder()
                    .setPicture(bench.picture(10))
                    .setAnchors(stored(bench, "anchors", 0, 16, 32))
                    .setLeftAnchor(1)
                    .setRightAnchor(2)
                    .setLeftFrame(16)
                    .setRightFrame(32)
                    .setFirstFrame(14)
                    .setFrameCount(6)
                    .setLeadIn(2)
                    .setCall(call("toy-frames")))
            .build();

    bench.execute(frames);

    Latents chunk = bench.onlyAnnounced().getOutput().getLatents();
    assertThat(chunk.getShapeList()).containsExactly(2L, 4L, 6L, 8L);
    assertThat(numbers(bench.read(chunk.getObject()))).containsExactly(16, 17, 18, 19);
    ByteBuffer leftAnchor = bench.server.requests().get(0).inputs().get(2).data();
    assertThat(leftAnchor.getShort()).isEqualTo((short) 16);
  }

  @Test
  void segmentsAreDecodedInPiecesWhereFramesDoNotDependOnEachOther() throws Exception {
    Bench bench = new Bench();
    WorkItem decode = decode(bench).build();

    bench.execute(decode);

    Segment segment = bench.onlyAnnounced().getOutput().getSegment();
    assertThat(segment.getFrames()).isEqualTo(20);
    assertThat(bench.server.requests())
        .extracting(request -> request.inputs().get(0).extent(1))
        .containsExactly(8L, 8L, 4L);
  }

  @Test
  void onePieceAndManyMakeTheSameSegment() throws Exception {
    Bench inPieces = new Bench();
    Bench inOne = new Bench(overlapping());

    inPieces.execute(decode(inPieces).build());
    inOne.execute(decode(inOne).build());

    assertThat(inOne.server.requests()).hasSize(1);
    assertThat(inPieces.onlyAnnounced().getOutput().getSegment().getMedia().getSha256())
        .isEqualTo(inOne.onlyAnnounced().getOutput().getSegment().getMedia().getSha256());
  }

  @Test
  void theOverlapWithTheSegmentBeforeIsLeftOut() throws Exception {
    Bench whole = new Bench();
    Bench cut = new Bench(overlapping());
    WorkItem shorter =
        decode(cut)
            .setDecode(decode(cut).getDecode().toBuilder().setDropFrames(3).setFrameCount(17))
            .build();
    WorkItem sameFrames =
        decode(whole)
            .setDecode(
                decode(whole).getDecode().toBuilder()
                    .clearWindow()
                    .addWindow(slice(stored(whole, "a", IntStream.range(3, 20).toArray()), 0, 17))
                    .setFrameCount(17))
            .build();

    cut.execute(shorter);
    whole.execute(sameFrames);

    assertThat(cut.onlyAnnounced().getOutput().getSegment().getMedia().getSha256())
        .isEqualTo(whole.onlyAnnounced().getOutput().getSegment().getMedia().getSha256());
  }

  /** The toy's cleaned frame is the mean of itself and its two neighbours. */
  @Test
  void aRefinedFrameDependsOnItsNeighboursAndNotOnTheWindow() throws Exception {
    Bench wide = Bench.whole();
    Bench narrow = Bench.whole();

    wide.execute(refined(wide, 0, 20, 6));
    narrow.execute(refined(narrow, 5, 10, 1));

    Segment segment = wide.onlyAnnounced().getOutput().getSegment();
    assertThat(segment.getFrames()).isEqualTo(8);
    assertThat(segment.getMedia().getSha256())
        .isEqualTo(narrow.onlyAnnounced().getOutput().getSegment().getMedia().getSha256());
    assertThat(wide.server.requests())
        .last()
        .satisfies(request -> assertThat(request.inputs().get(0).extent(0)).isEqualTo(10));
  }

  /** Frames 6 to 13 of a film that jumps, seen through a window of it. */
  private static WorkItem refined(Bench bench, int from, int count, int drop) {
    int[] jumps = IntStream.range(0, 20).map(frame -> 10 * (frame % 5)).toArray();
    return Bench.item(WorkKind.WORK_KIND_DECODE)
        .setDecode(
            DecodeTask.newBuilder()
                .setCall(call("toy-decode"))
                .setRefine(call("toy-refine"))
                .setPicture(bench.picture(10))
                .addWindow(slice(stored(bench, "all", jumps), from, count))
                .setDropFrames(drop)
                .setFrameCount(8)
                .setFps(24)
                .setPublishInit(LAYOUT.hlsInit(Bench.TENANT, RENDER).toRef("video/mp4"))
                .setPublishMedia(
                    LAYOUT.hlsSegment(Bench.TENANT, RENDER, 0).toRef("video/iso.segment")))
        .build();
  }

  @Test
  void segmentsArePublishedBeforeTheyAreAnnouncedAndAgainWhenReused() throws Exception {
    Bench bench = new Bench();
    WorkItem decode = decode(bench).build();
    bench.execute(decode);
    ObjectKey published = LAYOUT.hlsSegment(Bench.TENANT, RENDER, 0);
    assertThat(bench.store.stat(published)).isPresent();
    bench.store.delete(published);

    bench.execute(decode);

    assertThat(bench.store.stat(published)).isPresent();
    assertThat(bench.store.stat(LAYOUT.hlsInit(Bench.TENANT, RENDER))).isPresent();
    assertThat(bench.announced.get(1).getOutput().getReused()).isTrue();
  }

  @Test
  void aSegmentWhoseInitHasExpiredIsMadeAgain() throws Exception {
    Bench bench = new Bench();
    WorkItem decode = decode(bench).build();
    bench.execute(decode);
    Segment before = bench.onlyAnnounced().getOutput().getSegment();
    bench.store.delete(ObjectKey.of(before.getInit()));

    bench.execute(decode);

    WorkOutput again = bench.announced.get(1).getOutput();
    assertThat(again.getReused()).isFalse();
    assertThat(bench.read(again.getSegment().getInit())).isNotEmpty();
    assertThat(bench.read(again.getSegment().getMedia())).isNotEmpty();
  }

  @Test
  void aCanceledRenderPublishesNothing() throws Exception {
    Bench bench = new Bench();
    WorkItem decode = decode(bench).build();
    bench.execute(decode.toBuilder().setRenderId("01jd0000000000000000000001").build());
    bench.store.delete(LAYOUT.hlsSegment(Bench.TENANT, RENDER, 0));
    bench.items.cancel(Bench.RENDER);

    Verdict verdict = bench.execute(decode);

    assertThat(verdict).isEqualTo(Verdict.DONE);
    assertThat(bench.store.stat(LAYOUT.hlsSegment(Bench.TENANT, RENDER, 0))).isEmpty();
  }

  @Test
  void aWindowThatIsTooShortFailsForGood() throws Exception {
    Bench bench = new Bench();
    WorkItem decode =
        decode(bench).setDecode(decode(bench).getDecode().toBuilder().setFrameCount(21)).build();

    bench.execute(decode);

    WorkResult result = bench.onlyAnnounced();
    assertThat(result.getFailure().getCode()).isEqualTo("invalid_output");
    assertThat(result.getFailure().getMessage()).contains("1 of 21 frames");
  }

  @Test
  void theFilmIsAnnouncedUnderTheNamesInTheRendersFolder() throws Exception {
    Bench bench = new Bench();
    bench.execute(decode(bench).build());
    Segment segment = bench.announced.get(0).getOutput().getSegment();
    AssembleTask task = assemble(bench).addSegments(segment).setFrameCount(20).build();

    bench.execute(Bench.item(WorkKind.WORK_KIND_ASSEMBLE).setAssemble(task).build());

    Film film = bench.announced.get(1).getOutput().getFilm();
    assertThat(film.getFrames()).isEqualTo(20);
    assertThat(ObjectKey.of(film.getVideo())).isEqualTo(LAYOUT.video(Bench.TENANT, RENDER));
    assertThat(bench.read(film.getVideo())).containsSubsequence("ftyp".getBytes(US_ASCII));
    assertThat(ObjectKey.of(film.getPicture())).isEqualTo(LAYOUT.picture(Bench.TENANT, RENDER));
    assertThat(film.getPicture().getSha256()).isEqualTo(task.getPicture().getSha256());
    assertThat(ObjectKey.of(film.getPoster())).isEqualTo(LAYOUT.poster(Bench.TENANT, RENDER));
  }

  @Test
  void aRenderWithoutSegmentsHasItsPictureOnly() throws Exception {
    Bench bench = new Bench();

    bench.execute(Bench.item(WorkKind.WORK_KIND_ASSEMBLE).setAssemble(assemble(bench)).build());

    Film film = bench.onlyAnnounced().getOutput().getFilm();
    assertThat(film.hasVideo()).isFalse();
    assertThat(film.hasPicture()).isTrue();
    assertThat(bench.store.stat(LAYOUT.video(Bench.TENANT, RENDER))).isEmpty();
  }

  private static AssembleTask.Builder assemble(Bench bench) {
    return AssembleTask.newBuilder()
        .setPicture(bench.picture(10))
        .setFps(24)
        .setPublishVideo(LAYOUT.video(Bench.TENANT, RENDER).toRef("video/mp4"))
        .setPublishPoster(LAYOUT.poster(Bench.TENANT, RENDER).toRef("image/jpeg"))
        .setPublishPicture(LAYOUT.picture(Bench.TENANT, RENDER).toRef("image/png"));
  }

  /** Twenty frames from two chunks, the second one cut at both ends. */
  private static WorkItem.Builder decode(Bench bench) {
    ObjectRef left = stored(bench, "left", IntStream.range(0, 12).toArray());
    ObjectRef right = stored(bench, "right", IntStream.range(10, 24).toArray());
    return Bench.item(WorkKind.WORK_KIND_DECODE)
        .setDecode(
            DecodeTask.newBuilder()
                .addWindow(slice(left, 0, 12))
                .addWindow(slice(right, 2, 8))
                .setCall(call("toy-decode"))
                .setFirstFrame(0)
                .setFrameCount(20)
                .setFps(24)
                .setPublishInit(LAYOUT.hlsInit(Bench.TENANT, RENDER).toRef("video/mp4"))
                .setPublishMedia(
                    LAYOUT.hlsSegment(Bench.TENANT, RENDER, 0).toRef("video/iso.segment")));
  }

  private static FamilyDescriptor overlapping() {
    return ToyFamily.descriptor().setDecodeOverlap(3).build();
  }
}
