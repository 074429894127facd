package io.stillwake.jobs.plan;

import io.stillwake.jobs.family.Families;
import io.stillwake.jobs.kafka.ProtobufTypeInfo;
import io.stillwake.jobs.work.EarlyResults;
import io.stillwake.proto.GenerateState;
import io.stillwake.proto.LatentChunk;
import io.stillwake.proto.RenderEvent;
import io.stillwake.proto.RenderProgress;
import io.stillwake.proto.TicketNews;
import io.stillwake.proto.WorkKind;
import io.stillwake.proto.WorkRequest;
import io.stillwake.proto.WorkResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Takes a render from its ticket to its last chunk, keyed by render. In: what became of its ticket,
 * and workers' answers. Out: plan, chunks, failure and cancellation; aside, work, progress and the
 * accepted event.
 */
public final class AdvanceRender
    extends KeyedCoProcessFunction<String, TicketNews, WorkResult, LatentChunk> {

  /** Whose answers it waits for. */
  public static final Set<WorkKind> KINDS =
      Set.of(
          WorkKind.WORK_KIND_PREPARE,
          WorkKind.WORK_KIND_RESTORE,
          WorkKind.WORK_KIND_REGIONS,
          WorkKind.WORK_KIND_STYLIZE,
          WorkKind.WORK_KIND_ANCHORS,
          WorkKind.WORK_KIND_FRAMES);

  public static final OutputTag<WorkRequest> WORK =
      new OutputTag<>("work", ProtobufTypeInfo.of(WorkRequest.getDefaultInstance()));
  public static final OutputTag<RenderProgress> PROGRESS =
      new OutputTag<>("progress", ProtobufTypeInfo.of(RenderProgress.getDefaultInstance()));
  public static final OutputTag<RenderEvent> EVENTS =
      new OutputTag<>("events", ProtobufTypeInfo.of(RenderEvent.getDefaultInstance()));

  /** For a render that stands still for good; nothing is told of its end. */
  private static final Duration KEEP_RENDER = Duration.ofDays(30);

  /** An ended render is kept so that duplicates start nothing. */
  private static final Duration KEEP_ENDED = Duration.ofDays(7);

  private final Families families;

  private transient RenderSteps steps;
  private transient ValueState<GenerateState> render;
  private transient ValueState<GenerateState> ended;

  private transient EarlyResults early;

  public AdvanceRender(Families families) {
    this.families = families;
  }

  @Override
  public void open(OpenContext context) {
    steps = new RenderSteps(families);
    render = getRuntimeContext().getState(state("render", KEEP_RENDER));
    ended = getRuntimeContext().getState(state("ended", KEEP_ENDED));
    early = EarlyResults.open(getRuntimeContext());
  }

  @Override
  public void processElement1(TicketNews news, Context context, Collector<LatentChunk> out)
      throws Exception {
    GenerateState known = render.value() != null ? render.value() : ended.value();
    apply(
        known == null ? steps.begin(news, now(context)) : steps.hear(known, news, now(context)),
        context,
        out);
  }

  @Override
  public void processElement2(WorkResult result, Context context, Collector<LatentChunk> out)
      throws Exception {
    GenerateState state = render.value();
    if (state != null) {
      Optional<Advanced> advanced = steps.finish(state, result, now(context));
      if (advanced.isPresent()) {
        apply(advanced, context, out);
        return;
      }
    }
    if (ended.value() == null) {
      early.keep(result);
    }
  }

  private void apply(Optional<Advanced> advanced, Context context, Collector<LatentChunk> out)
      throws Exception {
    Optional<Advanced> next = advanced;
    while (next.isPresent()) {
      remember(next.get());
      send(next.get(), context, out);
      GenerateState state = next.get().state();
      next =
          early
              .take(state.getIssuedList())
              .flatMap(result -> steps.finish(state, result, now(context)));
    }
  }

  private void remember(Advanced advanced) throws Exception {
    if (advanced.ended()) {
      ended.update(advanced.state());
      render.clear();
      early.clear();
    } else {
      render.update(advanced.state());
    }
  }

  private void send(Advanced advanced, Context context, Collector<LatentChunk> out)
      throws Exception {
    advanced.events().forEach(event -> context.output(EVENTS, event));
    advanced.chunks().forEach(out::collect);
    for (WorkRequest request : advanced.work()) {
      if (!early.has(request.getWork().getWorkId())) {
        context.output(WORK, request);
      }
    }
    advanced.progress().forEach(progress -> context.output(PROGRESS, progress));
  }

  private static ValueStateDescriptor<GenerateState> state(String name, Duration keep) {
    var descriptor =
        new ValueStateDescriptor<>(name, ProtobufTypeInfo.of(GenerateState.getDefaultInstance()));
    descriptor.enableTimeToLive(StateTtlConfig.newBuilder(keep).build());
    return descriptor;
  }

  private static Instant now(Context context) {
    return Instant.ofEpochMilli(context.timerService().currentProcessingTime());
  }
}
