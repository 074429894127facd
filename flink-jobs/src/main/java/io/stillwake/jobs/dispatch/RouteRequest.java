package io.stillwake.jobs.dispatch;

import io.stillwake.jobs.kafka.ProtobufTypeInfo;
import io.stillwake.proto.DeadLetter;
import io.stillwake.proto.DropRender;
import io.stillwake.proto.PoolNews;
import io.stillwake.proto.RenderDropped;
import io.stillwake.proto.WorkClass;
import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkRequest;
import io.stillwake.proto.WorkResult;
import java.util.regex.Pattern;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends each request to the pools it is for. In: a request. Out: news for one pool per item, for
 * each named pool per drop; aside, the failure and the dead letter of an item that no pool could
 * take.
 *
 * <p>A drop takes the same way as the items of its render (topic partition, subtask, channel), so
 * it reaches each pool after them.
 */
public final class RouteRequest extends ProcessFunction<WorkRequest, PoolNews> {

  public static final OutputTag<WorkResult> REFUSED =
      new OutputTag<>("refused", ProtobufTypeInfo.of(WorkResult.getDefaultInstance()));
  public static final OutputTag<DeadLetter> DEAD_LETTERS =
      new OutputTag<>("dead letters", ProtobufTypeInfo.of(DeadLetter.getDefaultInstance()));

  private static final Logger log = LoggerFactory.getLogger(RouteRequest.class);

  /** A pool's name becomes part of a topic's. */
  private static final Pattern POOL = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  @Override
  public void processElement(WorkRequest request, Context context, Collector<PoolNews> out) {
    switch (request.getRequestCase()) {
      case WORK -> route(request.getWork(), context, out);
      case DROP -> route(request.getRenderId(), request.getDrop(), out);
      case REQUEST_NOT_SET -> log.warn("request without content render={}", request.getRenderId());
    }
  }

  private static void route(WorkItem item, Context context, Collector<PoolNews> out) {
    String problem = problem(item);
    if (problem == null) {
      out.collect(PoolNews.newBuilder().setPool(item.getPool()).setRequested(item).build());
      return;
    }
    log.warn(
        "request refused render={} work={} problem={}",
        item.getRenderId(),
        item.getWorkId(),
        problem);
    WorkResult refused = GivenUp.result(item, "internal", problem);
    context.output(REFUSED, refused);
    context.output(
        DEAD_LETTERS,
        GivenUp.letter(item, refused, context.timerService().currentProcessingTime()));
  }

  private static void route(String render, DropRender drop, Collector<PoolNews> out) {
    RenderDropped dropped =
        RenderDropped.newBuilder().setRenderId(render).setTenant(drop.getTenant()).build();
    for (String pool : drop.getPoolsList()) {
      out.collect(PoolNews.newBuilder().setPool(pool).setDropped(dropped).build());
    }
  }

  /** What would stop the job later, or leave the item waiting for ever; null for neither. */
  private static String problem(WorkItem item) {
    if (item.getWorkId().isEmpty() || item.getRenderId().isEmpty()) {
      return "work: '%s' of render '%s' (expected: both named)"
          .formatted(item.getWorkId(), item.getRenderId());
    }
    if (!POOL.matcher(item.getPool()).matches()) {
      return "pool: '%s' (expected: a-z, 0-9 and dashes, at most 63)".formatted(item.getPool());
    }
    if (item.getWorkClass() != WorkClass.WORK_CLASS_INTERACTIVE
        && item.getWorkClass() != WorkClass.WORK_CLASS_BATCH) {
      return "work class: %s (expected: interactive or batch)".formatted(item.getWorkClass());
    }
    return null;
  }
}
