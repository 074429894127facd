package io.stillwake.jobs.dispatch;

import io.stillwake.jobs.kafka.ProtobufTypeInfo;
import io.stillwake.proto.DeadLetter;
import io.stillwake.proto.PoolNews;
import io.stillwake.proto.RenderProgress;
import io.stillwake.proto.WorkCancellation;
import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.StreamSupport;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Lets as much work through to each pool as its live workers have room for, fairly. In: news of one
 * pool. Out: items for its workers; aside, cancellations, the failures of what was given up, dead
 * letters, and where renders stand that wait.
 */
public final class AdmitWork extends KeyedProcessFunction<String, PoolNews, WorkItem>
    implements CheckpointedFunction {

  public static final OutputTag<WorkResult> GIVEN_UP =
      new OutputTag<>("given up", ProtobufTypeInfo.of(WorkResult.getDefaultInstance()));
  public static final OutputTag<WorkCancellation> CANCELLATIONS =
      new OutputTag<>("cancellations", ProtobufTypeInfo.of(WorkCancellation.getDefaultInstance()));
  public static final OutputTag<DeadLetter> DEAD_LETTERS =
      new OutputTag<>("dead letters", ProtobufTypeInfo.of(DeadLetter.getDefaultInstance()));
  public static final OutputTag<RenderProgress> PROGRESS =
      new OutputTag<>("progress", ProtobufTypeInfo.of(RenderProgress.getDefaultInstance()));

  /** Of the checkpoint that a job goes on from, where it is not new. */
  private static final ListStateDescriptor<Long> TAKEN_AT =
      new ListStateDescriptor<>("taken-at", Types.LONG);

  private final TenantWeights weights;
  private final IssuedLog issuedLog;

  private transient PoolStore store;
  private transient Map<String, WatchedPool> pools;
  private transient ListState<Long> takenAt;
  private transient OptionalLong restoredFrom;

  /**
   * @param issuedLog asked after a restart for what the checkpoint cannot know
   */
  public AdmitWork(TenantWeights weights, IssuedLog issuedLog) {
    this.weights = weights;
    this.issuedLog = issuedLog;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    takenAt = context.getOperatorStateStore().getUnionListState(TAKEN_AT);
    restoredFrom =
        StreamSupport.stream(takenAt.get().spliterator(), false).mapToLong(Long::longValue).min();
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    takenAt.update(List.of(context.getCheckpointTimestamp()));
  }

  @Override
  public void open(OpenContext context) {
    store = new KeyedPoolStore(getRuntimeContext());
    pools = new HashMap<>();
  }

  @Override
  public void processElement(PoolNews news, Context context, Collector<WorkItem> out)
      throws Exception {
    long now = context.timerService().currentProcessingTime();
    WatchedPool pool = pool(context.getCurrentKey(), now);
    pool.pool.learn(news, now, new SideOutputs(context, out));
    pool.settle(now, context.timerService());
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<WorkItem> out)
      throws Exception {
    long now = context.timerService().currentProcessingTime();
    WatchedPool pool = pool(context.getCurrentKey(), now);
    pool.pool.proceed(now, new SideOutputs(context, out));
    pool.settle(now, context.timerService());
  }

  /** Made from kept state at its first news or timer after a start. */
  private WatchedPool pool(String name, long now) throws Exception {
    WatchedPool pool = pools.get(name);
    if (pool == null) {
      List<WorkItem> issued =
          restoredFrom.isPresent() ? issuedLog.since(name, restoredFrom.getAsLong()) : List.of();
      Pool kept = new Pool(name, store, weights, issued, now);
      pool = new WatchedPool(kept, PoolGauges.register(getRuntimeContext(), name));
      pools.put(name, pool);
    }
    return pool;
  }

  /** A pool with its gauges, and its one timer that is set for the earliest thing due. */
  private static final class WatchedPool {
    final Pool pool;
    private final PoolGauges gauges;
    private long armedFor = Long.MIN_VALUE;

    WatchedPool(Pool pool, PoolGauges gauges) {
      this.pool = pool;
      this.gauges = gauges;
    }

    void settle(long now, TimerService timers) {
      gauges.show(pool.load(now));
      pool.nextDue(now)
          .ifPresent(
              due -> {
                // A timer set for earlier than this one will set it when it fires.
                if (armedFor <= now || due < armedFor) {
                  armedFor = Math.max(due, now + 1);
                  timers.registerProcessingTimeTimer(armedFor);
                }
              });
    }
  }

  private record SideOutputs(
      KeyedProcessFunction<String, PoolNews, WorkItem>.Context context, Collector<WorkItem> out)
      implements Outbox {

    @Override
    public void issue(WorkItem item) {
      out.collect(item);
    }

    @Override
    public void giveUp(WorkResult failure) {
      context.output(GIVEN_UP, failure);
    }

    @Override
    public void bury(DeadLetter letter) {
      context.output(DEAD_LETTERS, letter);
    }

    @Override
    public void tell(RenderProgress progress) {
      context.output(PROGRESS, progress);
    }

    @Override
    public void cancel(WorkCancellation cancellation) {
      context.output(CANCELLATIONS, cancellation);
    }
  }
}
