package io.stillwake.jobs.assemble;

import io.stillwake.jobs.kafka.ProtobufTypeInfo;
import io.stillwake.jobs.work.EarlyResults;
import io.stillwake.proto.AssembleState;
import io.stillwake.proto.AssemblyUpdate;
import io.stillwake.proto.LatentChunk;
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
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Takes a render from its plan to its end, keyed by render. In: plan, chunks, failure and
 * cancellation; workers' answers. Out: what is to be published; aside, work.
 */
public final class AssembleRender
    extends KeyedCoProcessFunction<String, LatentChunk, WorkResult, AssemblyUpdate> {

  /** Whose answers it waits for. */
  public static final Set<WorkKind> KINDS =
      Set.of(WorkKind.WORK_KIND_DECODE, WorkKind.WORK_KIND_ASSEMBLE);

  public static final OutputTag<WorkRequest> WORK =
      new OutputTag<>("work", ProtobufTypeInfo.of(WorkRequest.getDefaultInstance()));

  /** For a render that stands still for good; nothing is told of its end. */
  private static final Duration KEEP_RENDER = Duration.ofDays(30);

  /**
   * The first end wins for as long as GenerateJob may pass on another; it forgets its renders
   * sooner, counting from their last chunk.
   */
  private static final Duration KEEP_ENDED = Duration.ofDays(7);

  private transient ValueState<AssembleState> render;
  private transient ValueState<Boolean> ended;
  private transient EarlyResults early;

  @Override
  public void open(OpenContext context) {
    var renderState =
        new ValueStateDescriptor<>(
            "render", ProtobufTypeInfo.of(AssembleState.getDefaultInstance()));
    renderState.enableTimeToLive(StateTtlConfig.newBuilder(KEEP_RENDER).build());
    render = getRuntimeContext().getState(renderState);
    var endedState = new ValueStateDescriptor<>("ended", Types.BOOLEAN);
    endedState.enableTimeToLive(StateTtlConfig.newBuilder(KEEP_ENDED).build());
    ended = getRuntimeContext().getState(endedState);
    early = EarlyResults.open(getRuntimeContext());
  }

  @Override
  public void processElement1(LatentChunk content, Context context, Collector<AssemblyUpdate> out)
      throws Exception {
    if (ended.value() != null) {
      return;
    }
    AssembleState state =
        Optional.ofNullable(render.value()).orElse(AssembleState.getDefaultInstance());
    apply(AssemblySteps.hear(state, content, now(context)), context, out);
  }

  @Override
  public void processElement2(WorkResult result, Context context, Collector<AssemblyUpdate> out)
      throws Exception {
    if (ended.value() != null) {
      return;
    }
    AssembleState state = render.value();
    Optional<Assembled> assembled =
        state == null ? Optional.empty() : AssemblySteps.finish(state, result, now(context));
    if (assembled.isPresent()) {
      apply(assembled, context, out);
    } else {
      early.keep(result);
    }
  }

  private void apply(Optional<Assembled> assembled, Context context, Collector<AssemblyUpdate> out)
      throws Exception {
    Optional<Assembled> next = assembled;
    while (next.isPresent()) {
      for (WorkRequest request : next.get().work()) {
        if (!early.has(request.getWork().getWorkId())) {
          context.output(WORK, request);
        }
      }
      next.get().update().ifPresent(out::collect);
      next = remember(next.get(), now(context));
    }
  }

  /** What an answer that was here before its question leads to next. */
  private Optional<Assembled> remember(Assembled assembled, Instant now) throws Exception {
    if (assembled.ended()) {
      ended.update(true);
      render.clear();
      early.clear();
      return Optional.empty();
    }
    render.update(assembled.state());
    return early
        .take(assembled.state().getIssuedList())
        .flatMap(result -> AssemblySteps.finish(assembled.state(), result, now));
  }

  private static Instant now(Context context) {
    return Instant.ofEpochMilli(context.timerService().currentProcessingTime());
  }
}
