package io.stillwake.bench.film;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.util.Timestamps;
import io.stillwake.bench.load.Outcome;
import io.stillwake.proto.AnchorsTask;
import io.stillwake.proto.DecodeTask;
import io.stillwake.proto.LatentSlice;
import io.stillwake.proto.Latents;
import io.stillwake.proto.ObjectRef;
import io.stillwake.proto.Picture;
import io.stillwake.proto.PrepareTask;
import io.stillwake.proto.RenderError;
import io.stillwake.proto.RenderEvent;
import io.stillwake.proto.RenderProgress;
import io.stillwake.proto.RenderState;
import io.stillwake.proto.WorkClass;
import io.stillwake.proto.WorkFailure;
import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkKind;
import io.stillwake.proto.WorkOutput;
import io.stillwake.proto.WorkResult;
import io.stillwake.proto.WorkTimings;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FilmNotesTest {

  private static final ObjectRef PICTURE = object("picture");
  private static final ObjectRef ANCHORS = object("anchors");

  private final FilmNotes film = new FilmNotes();

  @BeforeEach
  void begin() {
    film.begin(new FilmLine("photo", "acme", 0, 64, 64, 4, false));
  }

  @Test
  void aWorkComesAfterThoseWhoseOutputsItNames() {
    film.requested(
        item("p", WorkKind.WORK_KIND_PREPARE).setPrepare(PrepareTask.newBuilder()).build());
    film.requested(
        item("a", WorkKind.WORK_KIND_ANCHORS)
            .setAnchors(AnchorsTask.newBuilder().setPicture(PICTURE))
            .build());
    film.requested(decode("d", 0));
    film.answered(result("a", latents(ANCHORS)), 20);
    film.answered(
        result("p", WorkOutput.newBuilder().setPicture(Picture.newBuilder().setObject(PICTURE))),
        10);

    assertThat(film.outcome("r").steps())
        .extracting(Step::work, Step::kind, step -> String.join(",", step.after()))
        .containsExactly(
            tuple("p", "prepare", ""), tuple("a", "anchors", "p"), tuple("d", "decode", "a"));
    assertThat(film.works())
        .as("what needs no slot is no work of a GPU, nor waited for by one")
        .extracting(Outcome::work, Outcome::after)
        .containsExactly(tuple("a", List.of()), tuple("d", List.of("a")));
  }

  @Test
  void theFirstSegmentIsTheOneAtTheHead() {
    film.requested(decode("second", 1));
    film.requested(decode("first", 0));

    assertThat(film.outcome("r").segment()).isEqualTo("first");
  }

  @Test
  void theFirstAnswerCountsThatIsNoneForNow() {
    film.requested(decode("d", 0));
    film.answered(failure("d", false), 1);
    film.answered(result("d", WorkOutput.newBuilder()), 2);
    film.answered(result("d", WorkOutput.newBuilder()), 3);

    assertThat(film.works()).extracting(Outcome::answered).containsExactly(2L);
    assertThat(film.works()).extracting(Outcome::outcome).containsExactly("ok");
  }

  @Test
  void timesAreMicrosecondsOfTheEpoch() {
    film.requested(decode("d", 0));
    film.answered(
        result("d", WorkOutput.newBuilder()).toBuilder()
            .setTimings(
                WorkTimings.newBuilder()
                    .setStartedAt(Timestamps.fromMillis(7))
                    .setFinishedAt(Timestamps.fromMillis(9))
                    .setCodecMs(1))
            .build(),
        9500);

    Step step = film.outcome("r").steps().get(0);

    assertThat(step.requested()).isEqualTo(5000);
    assertThat(step.started()).isEqualTo(7000);
    assertThat(step.finished()).isEqualTo(9000);
    assertThat(step.answered()).isEqualTo(9500);
    assertThat(step.millis()).containsEntry("codec", 1L).containsEntry("store", 0L);
  }

  @Test
  void itIsPlayableOnceAPlaylistIsNamedWithASegment() throws Exception {
    film.progressed(RenderProgress.newBuilder().setPlaylist(object("list")).build(), 1);
    film.progressed(
        RenderProgress.newBuilder().setPlaylist(object("list")).setPlayableSegments(1).build(), 2);
    film.progressed(
        RenderProgress.newBuilder().setPlaylist(object("list")).setPlayableSegments(2).build(), 3);

    assertThat(film.awaitPlayable(System.nanoTime())).isTrue();
    assertThat(film.outcome("r").playable()).isEqualTo(2);
  }

  @Test
  void aRenderThatFailsIsNotWaitedFor() throws Exception {
    film.ended(event(RenderState.RENDER_STATE_QUEUED).build(), 1);
    film.ended(
        event(RenderState.RENDER_STATE_FAILED)
            .setError(RenderError.newBuilder().setCode("model_failed"))
            .build(),
        2);

    assertThat(film.awaitPlayable(Long.MAX_VALUE)).isFalse();
    assertThat(film.awaitEnd(Long.MAX_VALUE)).isTrue();
    assertThat(film.outcome("r").outcome()).isEqualTo("model_failed");
    assertThat(film.outcome("r").ended()).isEqualTo(2);
  }

  private static WorkItem decode(String work, int segment) {
    return item(work, WorkKind.WORK_KIND_DECODE)
        .setDecode(
            DecodeTask.newBuilder()
                .setSegment(segment)
                .addWindow(LatentSlice.newBuilder().setLatents(ANCHORS)))
        .build();
  }

  private static WorkItem.Builder item(String work, WorkKind kind) {
    return WorkItem.newBuilder()
        .setWorkId(work)
        .setKind(kind)
        .setWorkClass(WorkClass.WORK_CLASS_INTERACTIVE)
        .setRequestedAt(Timestamps.fromMillis(5));
  }

  private static WorkOutput.Builder latents(ObjectRef object) {
    return WorkOutput.newBuilder().setLatents(Latents.newBuilder().setObject(object));
  }

  private static WorkResult result(String work, WorkOutput.Builder output) {
    return WorkResult.newBuilder().setWorkId(work).setOutput(output).build();
  }

  private static WorkResult failure(String work, boolean forGood) {
    return WorkResult.newBuilder()
        .setWorkId(work)
        .setFailure(WorkFailure.newBuilder().setCode("model_failed").setFinal(forGood))
        .build();
  }

  private static RenderEvent.Builder event(RenderState state) {
    return RenderEvent.newBuilder().setState(state);
  }

  private static ObjectRef object(String key) {
    return ObjectRef.newBuilder().setBucket("renders").setKey(key).build();
  }
}
