package io.stillwake.jobs.dispatch;

import java.util.function.Function;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/** A pool's load as Flink metrics {@code pool.<name>.queued} and so on; read by other threads. */
final class PoolGauges {

  private volatile PoolLoad load = PoolLoad.NONE;

  private PoolGauges() {}

  static PoolGauges register(RuntimeContext context, String pool) {
    PoolGauges gauges = new PoolGauges();
    MetricGroup group = context.getMetricGroup().addGroup("pool", pool);
    gauges.gauge(group, "queued", PoolLoad::queued);
    gauges.gauge(group, "postponed", PoolLoad::postponed);
    gauges.gauge(group, "outstanding", PoolLoad::outstanding);
    gauges.gauge(group, "slots", PoolLoad::slots);
    gauges.gauge(group, "backlog_seconds", PoolLoad::queuedSeconds);
    gauges.gauge(group, "time_to_drain_seconds", PoolLoad::secondsToDrain);
    gauges.gauge(group, "wanted_slots", PoolLoad::wantedSlots);
    gauges.gauge(group, "wanted_workers", PoolLoad::wantedWorkers);
    gauges.gauge(group, "idle_slots_with_backlog", PoolLoad::idleSlots);
    gauges.gauge(group, "second_copies", PoolLoad::copies);
    return gauges;
  }

  void show(PoolLoad now) {
    load = now;
  }

  private <T extends Number> void gauge(
      MetricGroup group, String name, Function<PoolLoad, T> value) {
    group.gauge(name, (Gauge<T>) () -> value.apply(load));
  }
}
