package io.stillwake.jobs.work;

import com.google.protobuf.Timestamp;
import io.stillwake.proto.DropRender;
import io.stillwake.proto.IssuedWork;
import io.stillwake.proto.Picture;
import io.stillwake.proto.Size;
import io.stillwake.proto.WorkClass;
import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkKind;
import io.stillwake.proto.WorkRequest;
import java.util.Objects;

/**
 * What all items of one render share.
 *
 * @param traceparent empty where there was none
 */
public record RenderWork(
    String renderId,
    String tenant,
    String traceparent,
    String pool,
    WorkClass workClass,
    Deadline deadline) {

  /** No item is free, or fair queueing would not see it. In slot-seconds. */
  private static final double LEAST_COST = 0.01;

  /** What comes before the film is wanted before its first frame. */
  private static final int FILM_ORDER = 10;

  public RenderWork {
    Objects.requireNonNull(renderId, "renderId");
    Objects.requireNonNull(tenant, "tenant");
    Objects.requireNonNull(pool, "pool");
    Objects.requireNonNull(deadline, "deadline");
    if (workClass != WorkClass.WORK_CLASS_BATCH) {
      workClass = WorkClass.WORK_CLASS_INTERACTIVE;
    }
  }

  /** The order of an item that makes frames of the film from this one on. */
  public static int playOrder(int firstFrame) {
    return FILM_ORDER + firstFrame;
  }

  /**
   * The first attempt of an item that has no task yet.
   *
   * @param costSeconds estimated slot-seconds
   * @param order place inside the render; lower is wanted sooner
   */
  public WorkItem.Builder item(
      WorkKind kind, String workId, double costSeconds, int order, Timestamp at) {
    WorkItem.Builder item = WorkItem.newBuilder();
    deadline.at().ifPresent(item::setDeadline);
    return item.setWorkId(workId)
        .setRenderId(renderId)
        .setTenant(tenant)
        .setKind(kind)
        .setPool(pool)
        .setWorkClass(workClass)
        .setAttempt(1)
        .setCostSeconds(Math.max(LEAST_COST, costSeconds))
        .setOrder(order)
        .setRequestedAt(at)
        .setTraceparent(traceparent);
  }

  /** Of a picture, as an item names what its model works on. */
  public static Size size(Picture picture) {
    return Size.newBuilder().setWidth(picture.getWidth()).setHeight(picture.getHeight()).build();
  }

  /**
   * @param reason canceled or failed
   */
  public WorkRequest drop(String reason) {
    DropRender.Builder drop = DropRender.newBuilder().setTenant(tenant).setReason(reason);
    if (!pool.isEmpty()) {
      drop.addPools(pool);
    }
    return WorkRequest.newBuilder().setRenderId(renderId).setDrop(drop).build();
  }

  public static WorkRequest request(WorkItem item) {
    return WorkRequest.newBuilder().setRenderId(item.getRenderId()).setWork(item).build();
  }

  /** What is remembered of an item until its answer comes. */
  public static IssuedWork issued(WorkItem item, int index) {
    return IssuedWork.newBuilder()
        .setWorkId(item.getWorkId())
        .setKind(item.getKind())
        .setIndex(index)
        .setCostSeconds(item.getCostSeconds())
        .build();
  }
}
