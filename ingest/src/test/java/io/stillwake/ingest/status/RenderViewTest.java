package io.stillwake.ingest.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.stillwake.storage.RenderId;
import io.stillwake.storage.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RenderViewTest {

  private static final Tenant TENANT = new Tenant("local");
  private static final RenderId RENDER = new RenderId("01m844dzg0edt7pe93gypg54bq");
  private static final RenderRecords RECORDS = new RenderRecords(RENDER.value());
  private static final Instant END = RenderRecords.SUBMITTED.plusSeconds(60);

  private final RenderView view =
      new RenderView(
          new Retention(Duration.ofMinutes(15), Duration.ofHours(24), 2, Duration.ofDays(8)));

  @Test
  void mergesTheStagesOfBothJobsInTheOrderOfTheFlow() {
    view.progressed(RECORDS.segments(1, 2), 0);
    view.progressed(RECORDS.frames(3, 4), 1);

    assertThat(status().stages())
        .containsExactly(
            new RenderStatus.Stage("prepare", 1, 1),
            new RenderStatus.Stage("frames", 3, 4),
            new RenderStatus.Stage("decode", 1, 2));
    assertThat(status().playableSegments()).isEqualTo(1);
    assertThat(status().results().files()).containsExactly(Result.PLAYLIST);
  }

  @Test
  void takesTheNewestSequenceOfAJobWhateverComesLast() {
    view.progressed(RECORDS.frames(3, 4), 0);
    view.progressed(RECORDS.frames(2, 4), 1);
    view.progressed(RECORDS.frames(3, 4), 2);

    assertThat(status().stages()).contains(new RenderStatus.Stage("frames", 3, 4));
    assertThat(names(EventId.START)).containsExactly("progress");
  }

  @Test
  void keepsTheEndWhateverComesAfter() {
    view.happened(RECORDS.completed(), 0);
    view.happened(RECORDS.failed(), 1);
    view.happened(RECORDS.accepted(), 2);
    view.progressed(RECORDS.frames(4, 4), 0);

    assertThat(status().state()).isEqualTo(RenderState.COMPLETED);
    assertThat(status().error()).isNull();
    assertThat(names(EventId.START)).containsExactly("completed");
  }

  @Test
  void doesNotEndBeforeTheEvent() {
    view.submitted(RECORDS.submit());
    view.progressed(
        RECORDS.frames(1, 4).toBuilder()
            .setState(io.stillwake.proto.RenderState.RENDER_STATE_CANCELED)
            .build(),
        0);

    assertThat(status().state()).isEqualTo(RenderState.AWAITING_UPLOAD);
  }

  @Test
  void tellsWhyARenderFailed() {
    view.happened(RECORDS.failed(), 0);

    assertThat(status().error().code()).isEqualTo("not_an_image");
    assertThat(status().error().step()).isEqualTo("prepare");
    assertThat(status().results().files()).containsExactly(Result.MANIFEST);
  }

  @Test
  void goesFromWaitingOverQueuedToRunning() {
    view.submitted(RECORDS.submit());
    RenderState submitted = status().state();
    view.happened(RECORDS.accepted(), 0);
    RenderState accepted = status().state();
    view.progressed(RECORDS.frames(0, 4), 0);

    assertThat(List.of(submitted, accepted, status().state()))
        .containsExactly(RenderState.AWAITING_UPLOAD, RenderState.QUEUED, RenderState.RUNNING);
  }

  @Test
  void tellsTheSameAtTheEndInWhicheverOrderTheTopicsWereRead() {
    feedProgressFirst(view);
    RenderStatus one = status();
    RenderView other = new RenderView(Retention.standard());
    feedEventsFirst(other);

    assertThat(other.find(TENANT, RENDER)).contains(one);
  }

  @Test
  void resumesWithoutLossOrRepeatWhenTheTopicsAreReadInAnotherOrder() {
    feedInTurns(view);
    List<EventId> ids = ids(view);

    for (EventId resumed : ids.subList(0, ids.size() - 1)) {
      RenderView restarted = new RenderView(Retention.standard());
      feedProgressFirst(restarted);
      List<String> seen = names(view, EventId.START).subList(0, ids.indexOf(resumed) + 1);
      List<String> all = new ArrayList<>(seen);
      all.addAll(names(restarted, resumed));
      assertThat(all)
          .as("resumed at %s", resumed)
          .containsExactlyInAnyOrder(
              "accepted", "progress", "progress", "progress", "progress", "completed");
    }
  }

  @Test
  void hasNothingAfterTheLastEvent() {
    feedInTurns(view);
    List<EventId> ids = ids(view);
    EventId last = ids.get(ids.size() - 1);

    assertThat(last.last()).isTrue();
    assertThat(view.next(TENANT, RENDER, EventId.parse(last.toString()).orElseThrow())).isEmpty();
  }

  @Test
  void remembersTheSlotsOfItsPoolWhenItWaitsNoMore() {
    view.progressed(RECORDS.left("generate", 20, 6), 0);
    view.progressed(RECORDS.waiting(1, 0, 2, 2), 1);
    view.progressed(RECORDS.served(2), 2);

    assertThat(status().outlook())
        .isEqualTo(new Outlook(null, RenderRecords.SUBMITTED.plusSeconds(10 + 10)));
  }

  @Test
  void anEndedRenderWaitsForNothing() {
    view.progressed(RECORDS.left("generate", 20, 6), 0);
    view.progressed(RECORDS.waiting(1, 0, 2, 2), 1);
    view.happened(RECORDS.completed(), 0);

    assertThat(status().outlook()).isEqualTo(Outlook.NONE);
    assertThat(status().time().modelSeconds()).isEqualTo(2.1);
  }

  @Test
  void nobodyKnowsWhenAnUploadComes() {
    view.submitted(RECORDS.submit());
    view.progressed(
        RECORDS.left("generate", 20, 6).toBuilder()
            .setState(io.stillwake.proto.RenderState.RENDER_STATE_AWAITING_UPLOAD)
            .build(),
        0);

    assertThat(status().outlook().end()).isNull();
  }

  @Test
  void boundsWhatItCanReplayToTheNewestProgress() {
    view.happened(RECORDS.accepted(), 0);
    for (int i = 0; i < 1000; i++) {
      view.progressed(RECORDS.frames(i, 1000), i);
    }

    List<String> names = names(EventId.START);
    assertThat(names).hasSize(1 + History.MAX_PROGRESS).startsWith("accepted");
    assertThat(ids(view).get(names.size() - 1)).isEqualTo(new EventId(0, 999, false));
  }

  @Test
  void forgetsProgressThenTheRenderSomeTimeAfterItsEnd() {
    feedInTurns(view);
    view.forget(END.plus(Duration.ofMinutes(16)));
    List<String> afterMinutes = names(EventId.START);
    view.forget(END.plus(Duration.ofHours(25)));

    assertThat(afterMinutes).containsExactly("accepted", "completed");
    assertThat(view.find(TENANT, RENDER)).isEmpty();
  }

  @Test
  void keepsARenderThatGoesOnLongAfterItsLastWord() {
    view.progressed(RECORDS.frames(1, 4), 0);
    view.forget(END.plus(Duration.ofDays(7)));

    assertThat(view.find(TENANT, RENDER)).isPresent();
  }

  @Test
  void keepsNoMoreEndedRendersThanItMay() {
    List<String> ids =
        List.of(
            "01m844dzg0edt7pe93gypg54b0",
            "01m844dzg0edt7pe93gypg54b1",
            "01m844dzg0edt7pe93gypg54b2",
            "01m844dzg0edt7pe93gypg54b3");
    ids.forEach(id -> view.happened(new RenderRecords(id).completed(), 0));
    view.forget(END);

    assertThat(view.list(TENANT, status -> true, Optional.empty(), 10)).hasSize(2);
  }

  @Test
  void listsNewestFirstAndGoesOnAfterARender() {
    List<String> ids =
        List.of(
            "01m844dzg0edt7pe93gypg54b0",
            "01m844dzg0edt7pe93gypg54b1",
            "01m844dzg0edt7pe93gypg54b2");
    ids.forEach(id -> view.submitted(new RenderRecords(id).submit()));

    assertThat(listed(Optional.empty())).containsExactly(ids.get(2), ids.get(1));
    assertThat(listed(Optional.of(new RenderId(ids.get(1))))).containsExactly(ids.get(0));
  }

  private List<String> listed(Optional<RenderId> before) {
    return view.list(TENANT, status -> true, before, 2).stream()
        .map(status -> status.id().value())
        .toList();
  }

  private static void feedInTurns(RenderView view) {
    view.submitted(RECORDS.submit());
    view.happened(RECORDS.accepted(), 5);
    view.progressed(RECORDS.frames(1, 2), 10);
    view.progressed(RECORDS.segments(1, 2), 12);
    view.progressed(RECORDS.frames(2, 2), 13);
    view.progressed(RECORDS.segments(2, 2), 14);
    view.happened(RECORDS.completed(), 6);
  }

  private static void feedProgressFirst(RenderView view) {
    view.progressed(RECORDS.frames(1, 2), 10);
    view.progressed(RECORDS.segments(1, 2), 12);
    view.progressed(RECORDS.frames(2, 2), 13);
    view.progressed(RECORDS.segments(2, 2), 14);
    view.happened(RECORDS.accepted(), 5);
    view.happened(RECORDS.completed(), 6);
    view.submitted(RECORDS.submit());
  }

  private static void feedEventsFirst(RenderView view) {
    view.submitted(RECORDS.submit());
    view.happened(RECORDS.accepted(), 5);
    view.happened(RECORDS.completed(), 6);
    view.progressed(RECORDS.frames(1, 2), 10);
    view.progressed(RECORDS.segments(1, 2), 12);
    view.progressed(RECORDS.frames(2, 2), 13);
    view.progressed(RECORDS.segments(2, 2), 14);
  }

  private RenderStatus status() {
    return view.find(TENANT, RENDER).orElseThrow();
  }

  private List<String> names(EventId from) {
    return names(view, from);
  }

  private static List<String> names(RenderView view, EventId from) {
    List<String> names = new ArrayList<>();
    EventId cursor = from;
    Optional<Happening> next;
    while ((next = view.next(TENANT, RENDER, cursor)).isPresent()) {
      names.add(next.get().name());
      cursor = cursor.after(next.get());
    }
    return names;
  }

  private static List<EventId> ids(RenderView view) {
    List<EventId> ids = new ArrayList<>();
    EventId cursor = EventId.START;
    Optional<Happening> next;
    while ((next = view.next(TENANT, RENDER, cursor)).isPresent()) {
      cursor = cursor.after(next.get());
      ids.add(cursor);
    }
    return ids;
  }
}
