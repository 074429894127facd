package io.stillwake.ingest.status;

import io.stillwake.proto.RenderCommand;
import io.stillwake.proto.RenderEvent;
import io.stillwake.proto.RenderProgress;
import io.stillwake.storage.RenderId;
import io.stillwake.storage.Tenant;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;

/**
 * What is known of all renders, built from the records of three topics in whatever order they are
 * read. Safe for any number of readers beside one feeder.
 */
public final class RenderView {

  private final Retention retention;

  /** Ids sort by the time they were made. */
  private final Map<Tenant, ConcurrentNavigableMap<String, TrackedRender>> tenants =
      new ConcurrentHashMap<>();

  public RenderView(Retention retention) {
    this.retention = retention;
  }

  public void submitted(RenderCommand command) {
    tracked(command.getTenant(), command.getRenderId()).submitted(command);
  }

  /**
   * @throws IllegalArgumentException where the record names no valid tenant or render
   */
  public void progressed(RenderProgress progress, long offset) {
    tracked(progress.getTenant(), progress.getRenderId()).progressed(progress, offset);
  }

  /**
   * @throws IllegalArgumentException where the record names no valid tenant or render
   */
  public void happened(RenderEvent event, long offset) {
    tracked(event.getTenant(), event.getRenderId()).happened(event, offset);
  }

  private TrackedRender tracked(String tenant, String render) {
    Tenant owner = new Tenant(tenant);
    RenderId id = new RenderId(render);
    return tenants
        .computeIfAbsent(owner, unknown -> new ConcurrentSkipListMap<>())
        .computeIfAbsent(id.value(), unknown -> new TrackedRender(id, owner));
  }

  public Optional<RenderStatus> find(Tenant tenant, RenderId render) {
    return lookup(tenant, render).map(TrackedRender::snapshot);
  }

  /** In bytes, as the client declared it; empty where that is not known any more. */
  public OptionalLong declaredSize(Tenant tenant, RenderId render) {
    return lookup(tenant, render).map(TrackedRender::declaredSize).orElse(OptionalLong.empty());
  }

  /**
   * A tenant's renders, newest first.
   *
   * @param before only renders older than this one; empty for the newest
   */
  public List<RenderStatus> list(
      Tenant tenant, Predicate<RenderStatus> wanted, Optional<RenderId> before, int limit) {
    ConcurrentNavigableMap<String, TrackedRender> renders = renders(tenant);
    return before
        .map(id -> renders.headMap(id.value(), false))
        .orElse(renders)
        .descendingMap()
        .values()
        .stream()
        .map(TrackedRender::snapshot)
        .filter(wanted)
        .limit(limit)
        .toList();
  }

  /** The first thing that happened to a render and that a client at the cursor has not seen. */
  public Optional<Happening> next(Tenant tenant, RenderId render, EventId cursor) {
    return lookup(tenant, render).flatMap(tracked -> tracked.next(cursor));
  }

  /**
   * Calls back, on the feeder's thread, after each thing that happens to a render.
   *
   * @return ends the calls; empty where the render is not known
   */
  public Optional<Runnable> watch(Tenant tenant, RenderId render, Runnable watcher) {
    return lookup(tenant, render)
        .map(
            tracked -> {
              tracked.watchers().add(watcher);
              return () -> tracked.watchers().remove(watcher);
            });
  }

  /** How many renders it holds. */
  public int size() {
    return tenants.values().stream().mapToInt(Map::size).sum();
  }

  /** Forgets what is older than the retention. */
  public void forget(Instant now) {
    for (ConcurrentNavigableMap<String, TrackedRender> renders : tenants.values()) {
      renders.values().removeIf(tracked -> isForgotten(tracked, now));
      renders.values().stream()
          .filter(tracked -> tracked.ended() && isOlder(tracked, now.minus(retention.replay())))
          .forEach(TrackedRender::forgetProgress);
    }
    List<TrackedRender> ended =
        tenants.values().stream()
            .flatMap(renders -> renders.values().stream())
            .filter(TrackedRender::ended)
            .sorted(Comparator.comparing(TrackedRender::updatedAt).reversed())
            .toList();
    ended.stream()
        .skip(retention.maxEnded())
        .forEach(surplus -> renders(surplus.tenant()).remove(surplus.id().value()));
  }

  private boolean isForgotten(TrackedRender tracked, Instant now) {
    return isOlder(tracked, now.minus(tracked.ended() ? retention.ended() : retention.silent()));
  }

  private static boolean isOlder(TrackedRender tracked, Instant limit) {
    return tracked.updatedAt().isBefore(limit);
  }

  private Optional<TrackedRender> lookup(Tenant tenant, RenderId render) {
    return Optional.ofNullable(renders(tenant).get(render.value()));
  }

  private ConcurrentNavigableMap<String, TrackedRender> renders(Tenant tenant) {
    ConcurrentNavigableMap<String, TrackedRender> renders = tenants.get(tenant);
    return renders == null ? new ConcurrentSkipListMap<>() : renders;
  }
}
