package io.stillwake.jobs.dispatch;

import io.stillwake.jobs.kafka.ProtobufTypeInfo;
import io.stillwake.proto.HeldWork;
import io.stillwake.proto.LearntCost;
import java.time.Duration;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * The store of whichever pool is the current key. One entry per item, so that an item's step costs
 * one small write however many wait.
 */
final class KeyedPoolStore implements PoolStore {

  /** How long a render's late requests may trail behind its drop. */
  private static final Duration DROPPED_FOR = Duration.ofHours(1);

  private final MapState<String, HeldWork> held;
  private final MapState<String, Long> dropped;
  private final MapState<String, LearntCost> costs;

  KeyedPoolStore(RuntimeContext context) {
    held =
        context.getMapState(
            new MapStateDescriptor<>(
                "held", Types.STRING, ProtobufTypeInfo.of(HeldWork.getDefaultInstance())));
    MapStateDescriptor<String, Long> droppedRenders =
        new MapStateDescriptor<>("dropped", Types.STRING, Types.LONG);
    droppedRenders.enableTimeToLive(StateTtlConfig.newBuilder(DROPPED_FOR).build());
    dropped = context.getMapState(droppedRenders);
    costs =
        context.getMapState(
            new MapStateDescriptor<>(
                "costs", Types.STRING, ProtobufTypeInfo.of(LearntCost.getDefaultInstance())));
  }

  @Override
  public HeldWork held(ItemKey key) throws Exception {
    HeldWork stored = held.get(key.toString());
    return stored == null ? null : StoredWork.restore(key, stored);
  }

  @Override
  public void hold(ItemKey key, HeldWork work) throws Exception {
    held.put(key.toString(), StoredWork.strip(work));
  }

  @Override
  public void release(ItemKey key) throws Exception {
    held.remove(key.toString());
  }

  @Override
  public Iterable<HeldWork> allHeld() throws Exception {
    Iterable<Map.Entry<String, HeldWork>> entries = held.entries();
    return () ->
        StreamSupport.stream(entries.spliterator(), false)
            .map(entry -> StoredWork.restore(ItemKey.parse(entry.getKey()), entry.getValue()))
            .iterator();
  }

  @Override
  public boolean dropped(String render) throws Exception {
    return dropped.contains(render);
  }

  @Override
  public void rememberDropped(String render, long now) throws Exception {
    dropped.put(render, now);
  }

  @Override
  public void rememberCost(CostKey key, LearntCost learnt) throws Exception {
    costs.put(key.toString(), learnt);
  }

  @Override
  public Iterable<LearntCost> allCosts() throws Exception {
    return costs.values();
  }
}
