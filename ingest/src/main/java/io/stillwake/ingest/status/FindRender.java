package io.stillwake.ingest.status;

import io.stillwake.ingest.problem.ErrorCode;
import io.stillwake.ingest.problem.ProblemException;
import io.stillwake.storage.RenderId;
import io.stillwake.storage.Tenant;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Looks for a render where it can be: in the view, else among the manifests of ended renders. */
public final class FindRender {

  private static final Duration LIVELY = Duration.ofMinutes(5);

  private final RenderView view;
  private final BooleanSupplier caughtUp;
  private final Manifests manifests;
  private final InstantSource clock;

  public FindRender(
      RenderView view, BooleanSupplier caughtUp, Manifests manifests, InstantSource clock) {
    this.view = view;
    this.caughtUp = caughtUp;
    this.manifests = manifests;
    this.clock = clock;
  }

  /** A path's render; one of a shape that we never gave out does not exist. */
  public static RenderId id(String path) {
    try {
      return new RenderId(path);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(ErrorCode.RENDER_NOT_FOUND, e.getMessage(), e);
    }
  }

  /**
   * Where it stands.
   *
   * @throws ProblemException render_not_found; unavailable where we cannot know yet
   */
  public RenderStatus get(Tenant tenant, RenderId render) {
    return find(tenant, render)
        .orElseThrow(
            () ->
                caughtUp.getAsBoolean()
                    ? new ProblemException(
                        ErrorCode.RENDER_NOT_FOUND,
                        "render: %s is not one of tenant %s".formatted(render, tenant))
                    : new ProblemException(
                        ErrorCode.UNAVAILABLE,
                        "render %s: the status of renders is still being read".formatted(render)));
  }

  /**
   * Where it stands, and what its request came to where it has ended: that is told by its manifest
   * alone.
   *
   * @throws ProblemException render_not_found; unavailable where we cannot know yet
   */
  public RenderStatus getWithPlan(Tenant tenant, RenderId render) {
    RenderStatus status = get(tenant, render);
    return status.state().ended() && status.plan() == null
        ? manifests.find(tenant, render).map(status::completedBy).orElse(status)
        : status;
  }

  public Optional<RenderStatus> find(Tenant tenant, RenderId render) {
    // Asked before the view: what it did not hold when it had caught up, it does not hold.
    boolean complete = caughtUp.getAsBoolean();
    Optional<RenderStatus> viewed = view.find(tenant, render);
    if (viewed.isPresent()
        && (viewed.get().state().ended() || (complete && isLively(viewed.get())))) {
      return viewed;
    }
    return manifests.find(tenant, render).or(() -> viewed);
  }

  /** Of the others the end may have been lost on its way to us. */
  private boolean isLively(RenderStatus status) {
    return status.updatedAt().plus(LIVELY).isAfter(clock.instant());
  }
}
