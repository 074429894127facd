package io.stillwake.jobs.dispatch;

import java.util.function.ToIntFunction;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/** A pool's load as Flink metrics {@code pool.<name>.queued} and so on; read by other threads. */
final class PoolGauges {

  private volatile PoolLoad load = new PoolLoad(0, 0, 0, 0);

  private PoolGauges() {}

  static PoolGauges register(RuntimeContext context, String pool) {
    PoolGauges gauges = new PoolGauges();
    MetricGroup group = context.getMetricGroup().addGroup("pool", pool);
    gauges.gauge(group, "queued", PoolLoad::queued);
    gauges.gauge(group, "postponed", PoolLoad::postponed);
    gauges.gauge(group, "outstanding", PoolLoad::outstanding);
    gauges.gauge(group, "slots", PoolLoad::slots);
    return gauges;
  }

  void show(PoolLoad now) {
    load = now;
  }

  private void gauge(MetricGroup group, String name, ToIntFunction<PoolLoad> value) {
    group.gauge(name, (Gauge<Integer>) () -> value.applyAsInt(load));
  }
}
