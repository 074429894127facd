package io.stillwake.ingest.status;

import io.stillwake.ingest.spec.Spec;
import io.stillwake.ingest.spec.SpecMessages;
import io.stillwake.proto.ObjectRef;
import io.stillwake.proto.RenderCommand;
import io.stillwake.proto.RenderEvent;
import io.stillwake.proto.RenderProgress;
import io.stillwake.proto.RenderSpec;
import io.stillwake.storage.RenderId;
import io.stillwake.storage.Tenant;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;

/**
 * Merges the records of one render, which may come in any order across topics and more than once.
 * Of each job's progress the newest sequence counts; only an event ends a render, and the first one
 * that does is the last word.
 */
final class TrackedRender {

  private final RenderId id;
  private final Tenant tenant;
  private final Map<String, RenderProgress> newestByJob = new HashMap<>();
  private final Set<String> warnings = new LinkedHashSet<>();
  private final History history = new History();
  private final Set<Runnable> watchers = new CopyOnWriteArraySet<>();

  private Spec spec;
  private OptionalLong declaredSize = OptionalLong.empty();
  private Instant createdAt;
  private Instant updatedAt = Instant.MIN;
  private RenderEvent end;
  private boolean accepted;
  private RenderState reached = RenderState.AWAITING_UPLOAD;

  /** Of the pool that it waited for last: what runs without waiting tells of none. */
  private int slots;

  TrackedRender(RenderId id, Tenant tenant) {
    this.id = id;
    this.tenant = tenant;
  }

  RenderId id() {
    return id;
  }

  Tenant tenant() {
    return tenant;
  }

  synchronized void submitted(RenderCommand command) {
    ObjectRef source = command.getSubmit().getSource();
    declaredSize = OptionalLong.of(source.getSize());
    if (command.getSubmit().getStored()) {
      reach(RenderState.QUEUED);
    }
    learn(command.getSubmit().getSpec(), Times.instant(command.getAt()));
    touch(Times.instant(command.getAt()));
  }

  void progressed(RenderProgress progress, long offset) {
    if (merge(progress, offset)) {
      watchers.forEach(Runnable::run);
    }
  }

  private synchronized boolean merge(RenderProgress progress, long offset) {
    RenderProgress known = newestByJob.get(progress.getJob());
    if (known != null && known.getSequence() >= progress.getSequence()) {
      return false;
    }
    newestByJob.put(progress.getJob(), progress);
    if (progress.hasQueue()) {
      slots = progress.getQueue().getSlots();
    }
    reach(RenderState.of(progress.getState()));
    warnings.addAll(progress.getWarningsList());
    if (progress.hasSpec()) {
      learn(progress.getSpec(), Times.instant(progress.getSubmittedAt()));
    }
    touch(Times.instant(progress.getAt()));
    if (end != null) {
      return false;
    }
    history.add(new Happening(Happening.PROGRESS, offset, snapshot()));
    return true;
  }

  void happened(RenderEvent event, long offset) {
    if (merge(event, offset)) {
      watchers.forEach(Runnable::run);
    }
  }

  private synchronized boolean merge(RenderEvent event, long offset) {
    boolean ends = RenderState.of(event.getState()).ended();
    if (end != null || (accepted && !ends)) {
      return false;
    }
    accepted = true;
    reach(RenderState.QUEUED);
    if (ends) {
      end = event;
    }
    warnings.addAll(event.getWarningsList());
    if (event.hasSpec()) {
      learn(event.getSpec(), Times.instant(event.getSubmittedAt()));
    }
    touch(Times.instant(event.getAt()));
    RenderStatus status = snapshot();
    String name = ends ? status.state().wire() : Happening.ACCEPTED;
    history.add(new Happening(name, offset, status));
    return true;
  }

  private void learn(RenderSpec message, Instant submittedAt) {
    if (spec == null) {
      spec = SpecMessages.spec(message);
    }
    if (createdAt == null && submittedAt.isAfter(Instant.EPOCH)) {
      createdAt = submittedAt;
    }
  }

  private void touch(Instant at) {
    if (at.isAfter(updatedAt)) {
      updatedAt = at;
    }
  }

  synchronized RenderStatus snapshot() {
    return new RenderStatus(
        id,
        tenant,
        end == null ? reached : RenderState.of(end.getState()),
        createdAt == null ? updatedAt : createdAt,
        updatedAt,
        spec,
        MergedStages.of(newestByJob.values()),
        newestByJob.values().stream().mapToInt(RenderProgress::getPlayableSegments).max().orElse(0),
        outlook(),
        SpentTime.of(newestByJob.values()),
        Results.of(newestByJob.values(), end),
        null,
        List.copyOf(warnings),
        end != null && end.hasError() ? RenderStatus.Failure.of(end.getError()) : null);
  }

  /** An upload that is still to come makes every end unknown. */
  private Outlook outlook() {
    if (end != null) {
      return Outlook.NONE;
    }
    Outlook outlook = Outlook.of(newestByJob.values(), slots);
    return reached == RenderState.AWAITING_UPLOAD ? new Outlook(outlook.queue(), null) : outlook;
  }

  /** Only an event closes a render: until it comes, an end that a job foresees changes nothing. */
  private void reach(RenderState told) {
    if (!told.ended() && told.compareTo(reached) > 0) {
      reached = told;
    }
  }

  synchronized boolean ended() {
    return end != null;
  }

  synchronized Instant updatedAt() {
    return updatedAt;
  }

  synchronized OptionalLong declaredSize() {
    return declaredSize;
  }

  synchronized Optional<Happening> next(EventId cursor) {
    return history.next(cursor);
  }

  synchronized void forgetProgress() {
    history.forgetProgress();
  }

  Set<Runnable> watchers() {
    return watchers;
  }
}
