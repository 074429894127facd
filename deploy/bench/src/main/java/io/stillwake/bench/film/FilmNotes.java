package io.stillwake.bench.film;

import io.stillwake.bench.load.Outcome;
import io.stillwake.proto.RenderEvent;
import io.stillwake.proto.RenderProgress;
import io.stillwake.proto.RenderState;
import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkResult;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is known of one film so far. Times are epoch microseconds. For several threads. */
final class FilmNotes {

  private final Map<String, StepNotes> steps = new LinkedHashMap<>();
  private FilmLine line;
  private Long stored;
  private Long uploaded;
  private Long announced;
  private Long playable;
  private Long ended;
  private String outcome = "unanswered";

  synchronized void begin(FilmLine asked) {
    line = asked;
  }

  synchronized void uploaded(long at) {
    uploaded = at;
  }

  /** The store had the upload at {@code storedAt}. */
  synchronized void announced(long storedAt, long at) {
    if (stored == null) {
      stored = storedAt;
      announced = at;
    }
  }

  synchronized void requested(WorkItem item) {
    step(item.getWorkId()).requested(item);
  }

  synchronized void answered(WorkResult result, long at) {
    step(result.getWorkId()).answered(result, at);
  }

  synchronized void progressed(RenderProgress progress, long at) {
    if (playable == null && progress.getPlayableSegments() > 0 && progress.hasPlaylist()) {
      playable = at;
      notifyAll();
    }
  }

  synchronized void ended(RenderEvent event, long at) {
    if (ended == null && isEnd(event.getState())) {
      ended = at;
      outcome =
          event.hasError()
              ? event.getError().getCode()
              : event.getState().name().replace("RENDER_STATE_", "").toLowerCase(Locale.ROOT);
      notifyAll();
    }
  }

  /** Waits until it is playable, or has ended; false where neither comes in time. */
  synchronized boolean awaitPlayable(long deadlineNanos) throws InterruptedException {
    while (playable == null && ended == null) {
      if (!waitUntil(deadlineNanos)) {
        return false;
      }
    }
    return playable != null;
  }

  /** Waits until it has ended; false where that does not come in time. */
  synchronized boolean awaitEnd(long deadlineNanos) throws InterruptedException {
    while (ended == null) {
      if (!waitUntil(deadlineNanos)) {
        return false;
      }
    }
    return true;
  }

  private boolean waitUntil(long deadlineNanos) throws InterruptedException {
    long left = (deadlineNanos - System.nanoTime()) / 1_000_000;
    if (left <= 0) {
      return false;
    }
    wait(left);
    return true;
  }

  /** Its works that a GPU has to do. */
  synchronized List<Outcome> works() {
    Map<String, String> makers = makers();
    makers.values().removeIf(work -> !steps.get(work).callsModels());
    return requestedSteps().stream()
        .filter(StepNotes::callsModels)
        .map(notes -> work(notes, notes.step(makers)))
        .toList();
  }

  private static Outcome work(StepNotes notes, Step step) {
    WorkItem item = notes.item();
    return new Outcome(
        step.work(),
        item.getRenderId(),
        item.getTenant(),
        item.getWorkClass().name().replace("WORK_CLASS_", "").toLowerCase(Locale.ROOT),
        item.getOrder(),
        null,
        step.after(),
        null,
        step.requested(),
        step.answered(),
        notes.outcome(),
        notes.worker());
  }

  synchronized FilmOutcome outcome(String render) {
    Map<String, String> makers = makers();
    return new FilmOutcome(
        render,
        line.tenant(),
        line.photo(),
        line.told(),
        stored,
        uploaded,
        announced,
        playable,
        ended,
        outcome,
        steps.values().stream()
            .filter(StepNotes::isFirstSegment)
            .map(notes -> notes.item().getWorkId())
            .findFirst()
            .orElse(null),
        requestedSteps().stream().map(notes -> notes.step(makers)).toList());
  }

  private StepNotes step(String work) {
    return steps.computeIfAbsent(work, unused -> new StepNotes());
  }

  private List<StepNotes> requestedSteps() {
    return steps.values().stream().filter(StepNotes::isRequested).toList();
  }

  /** Which of the works made an object. */
  private Map<String, String> makers() {
    Map<String, String> makers = new HashMap<>();
    for (StepNotes notes : requestedSteps()) {
      notes.outputs().forEach(key -> makers.put(key, notes.item().getWorkId()));
    }
    return makers;
  }

  private static boolean isEnd(RenderState state) {
    return state == RenderState.RENDER_STATE_COMPLETED
        || state == RenderState.RENDER_STATE_FAILED
        || state == RenderState.RENDER_STATE_CANCELED;
  }
}
