package io.stillwake.jobs.work;

import io.stillwake.jobs.kafka.ProtobufTypeInfo;
import io.stillwake.proto.IssuedWork;
import io.stillwake.proto.WorkResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * Answers that came before their question, per key. After a restore the answers are read again at
 * once, while the question waits until what leads to it is read again; and dispatch, to which the
 * item is still under way, would not have it answered twice. Forgotten answers would stop a render
 * for good.
 */
public final class EarlyResults {

  private static final Duration KEEP = Duration.ofDays(1);

  private final MapState<String, WorkResult> results;

  private EarlyResults(MapState<String, WorkResult> results) {
    this.results = results;
  }

  public static EarlyResults open(RuntimeContext context) {
    var descriptor =
        new MapStateDescriptor<>(
            "early-results", Types.STRING, ProtobufTypeInfo.of(WorkResult.getDefaultInstance()));
    descriptor.enableTimeToLive(StateTtlConfig.newBuilder(KEEP).build());
    return new EarlyResults(context.getMapState(descriptor));
  }

  /** Whether an answer decides anything: after any other, dispatch has the item done again. */
  public static boolean decides(WorkResult result) {
    return result.hasOutput() || result.hasFailure() && result.getFailure().getFinal();
  }

  public void keep(WorkResult result) throws Exception {
    if (decides(result)) {
      results.put(result.getWorkId(), result);
    }
  }

  public boolean has(String workId) throws Exception {
    return results.contains(workId);
  }

  /** The answer to one of these questions, and forgets it. */
  public Optional<WorkResult> take(List<IssuedWork> issued) throws Exception {
    for (IssuedWork item : issued) {
      WorkResult result = results.get(item.getWorkId());
      if (result != null) {
        results.remove(item.getWorkId());
        return Optional.of(result);
      }
    }
    return Optional.empty();
  }

  public void clear() {
    results.clear();
  }
}
