package io.stillwake.jobs.assemble;

import io.stillwake.jobs.kafka.ProtobufTypeInfo;
import io.stillwake.proto.AssemblyUpdate;
import io.stillwake.proto.RenderEvent;
import io.stillwake.proto.RenderProgress;
import io.stillwake.storage.ObjectStore;
import io.stillwake.storage.StorageException;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.apache.flink.util.function.SerializableSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes a render's playlist, progress and end, keyed by render; the only place that ends one.
 * In: updates. Out: the terminal event, after the manifest is in the store; aside, progress.
 *
 * <p>While the store is away an update waits here and is tried again: an outage of the store must
 * not restart the job.
 */
public final class CloseRender extends KeyedProcessFunction<String, AssemblyUpdate, RenderEvent> {

  public static final OutputTag<RenderProgress> PROGRESS =
      new OutputTag<>("progress", ProtobufTypeInfo.of(RenderProgress.getDefaultInstance()));

  private static final Duration RETRY = Duration.ofSeconds(5);
  private static final Duration KEEP = Duration.ofDays(30);

  private static final Logger log = LoggerFactory.getLogger(CloseRender.class);

  private final SerializableSupplier<ObjectStore> stores;

  private transient ObjectStore store;
  private transient PublishUpdate publish;
  private transient ValueState<AssemblyUpdate> waiting;

  /**
   * @param stores opens the store, once per subtask
   */
  public CloseRender(SerializableSupplier<ObjectStore> stores) {
    this.stores = stores;
  }

  @Override
  public void open(OpenContext context) {
    store = stores.get();
    publish = new PublishUpdate(store);
    var waitingState =
        new ValueStateDescriptor<>(
            "waiting", ProtobufTypeInfo.of(AssemblyUpdate.getDefaultInstance()));
    waitingState.enableTimeToLive(StateTtlConfig.newBuilder(KEEP).build());
    waiting = getRuntimeContext().getState(waitingState);
  }

  @Override
  public void close() {
    if (store != null) {
      store.close();
    }
  }

  @Override
  public void processElement(AssemblyUpdate update, Context context, Collector<RenderEvent> out)
      throws Exception {
    AssemblyUpdate before = waiting.value();
    publish(before == null ? update : newest(before, update), context, out);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<RenderEvent> out)
      throws Exception {
    AssemblyUpdate update = waiting.value();
    if (update != null) {
      publish(update, context, out);
    }
  }

  private void publish(AssemblyUpdate update, Context context, Collector<RenderEvent> out)
      throws Exception {
    try {
      if (!update.getPlaylist().isEmpty()) {
        publish.playlist(update);
      }
      if (update.hasEnding()) {
        RenderEvent event = publish.ending(update);
        log.info("render ended render={} state={}", event.getRenderId(), event.getState());
        out.collect(event);
      }
      if (update.hasProgress()) {
        context.output(PROGRESS, update.getProgress());
      }
      waiting.clear();
    } catch (StorageException e) {
      log.warn(
          "store does not take the render's update, trying again render={} seconds={}",
          update.getRenderId(),
          RETRY.toSeconds(),
          e);
      waiting.update(update);
      context
          .timerService()
          .registerProcessingTimeTimer(
              context.timerService().currentProcessingTime() + RETRY.toMillis());
    }
  }

  /** What is newer covers what waits: a playlist holds the one before it, so does progress. */
  private static AssemblyUpdate newest(AssemblyUpdate before, AssemblyUpdate update) {
    AssemblyUpdate.Builder newest = update.toBuilder();
    if (update.getPlaylist().isEmpty()) {
      newest.setPlaylist(before.getPlaylist());
    }
    if (!update.hasProgress() && before.hasProgress()) {
      newest.setProgress(before.getProgress());
    }
    return newest.build();
  }
}
