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
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * The store of whichever pool is the current key. One entry per item, so that an item's step costs
 * one small write however many wait.
 */
final class KeyedPoolStore implements PoolStore {

  /** How long a render's late requests may trail behind its drop. */
  private static final Duration DROPPED_FOR = Duration.ofHours(1);

  private static final TypeInformation<byte[]> BYTES =
      PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO;

  private final WorkPacking packing = new WorkPacking();
  private final MapState<String, byte[]> held;
  private final MapState<String, byte[]> patterns;
  private final MapState<String, Long> dropped;
  private final MapState<String, LearntCost> costs;

  KeyedPoolStore(RuntimeContext context) {
    held = context.getMapState(new MapStateDescriptor<>("packed", Types.STRING, BYTES));
    patterns = context.getMapState(new MapStateDescriptor<>("patterns", Types.STRING, BYTES));
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
    byte[] packed = held.get(key.toString());
    return packed == null ? null : unpack(key, packed);
  }

  /** A render's first item stands alone, since many never have two; its second is the pattern. */
  @Override
  public void hold(ItemKey key, HeldWork work) throws Exception {
    byte[] pattern = patterns.get(key.render());
    if (pattern == null) {
      pattern = WorkPacking.NO_PATTERN;
      patterns.put(key.render(), pattern);
    } else if (pattern.length == 0) {
      pattern = WorkPacking.pattern(work);
      patterns.put(key.render(), pattern);
    }
    held.put(key.toString(), packing.pack(work, pattern));
  }

  @Override
  public void release(ItemKey key) throws Exception {
    held.remove(key.toString());
  }

  @Override
  public void forget(String render) throws Exception {
    patterns.remove(render);
  }

  @Override
  public Iterable<HeldWork> allHeld() throws Exception {
    Iterable<Map.Entry<String, byte[]>> entries = held.entries();
    // One after the other: a million of them unpacked would not fit.
    return () ->
        StreamSupport.stream(entries.spliterator(), false)
            .map(entry -> unpack(ItemKey.parse(entry.getKey()), entry.getValue()))
            .iterator();
  }

  private HeldWork unpack(ItemKey key, byte[] packed) {
    try {
      return packing.unpack(key, packed, patterns.get(key.render()));
    } catch (Exception e) {
      throw new IllegalStateException("held work %s cannot be read".formatted(key), e);
    }
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
