package io.stillwake.local.triton;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.stillwake.local.triton.ModelCounters.Snapshot;
import java.util.List;
import java.util.function.ToLongFunction;

/** Triton's metrics, under its names and with its labels, out of the counters of the models. */
final class ModelMetrics {

  private ModelMetrics() {}

  private record Row(Labels labels, Snapshot counters) {}

  static MetricSnapshots of(List<LoadedModel> models) {
    List<Row> rows =
        models.stream().map(model -> new Row(labels(model), model.counters())).toList();
    return MetricSnapshots.of(
        counter(
            "nv_inference_request_success",
            "Number of successful inference requests, all batch sizes",
            rows,
            counters -> counters.success().count()),
        failures(rows),
        counter(
            "nv_inference_count",
            "Number of inferences performed (does not include cached requests)",
            rows,
            Snapshot::inferences),
        counter(
            "nv_inference_exec_count",
            "Number of model executions performed (does not include cached requests)",
            rows,
            Snapshot::executions),
        counter(
            "nv_inference_request_duration_us",
            "Cumulative inference request duration in microseconds (includes cached requests)",
            rows,
            counters -> counters.success().nanos() / 1000),
        counter(
            "nv_inference_queue_duration_us",
            "Cumulative inference queuing duration in microseconds (includes cached requests)",
            rows,
            counters -> counters.queue().nanos() / 1000),
        counter(
            "nv_inference_compute_input_duration_us",
            "Cumulative compute input duration in microseconds (does not include cached requests)",
            rows,
            counters -> counters.computeInput().nanos() / 1000),
        counter(
            "nv_inference_compute_infer_duration_us",
            "Cumulative compute inference duration in microseconds (does not include cached requests)",
            rows,
            counters -> counters.computeInfer().nanos() / 1000),
        counter(
            "nv_inference_compute_output_duration_us",
            "Cumulative inference compute output duration in microseconds (does not include cached requests)",
            rows,
            counters -> counters.computeOutput().nanos() / 1000),
        pending(models));
  }

  private static Labels labels(LoadedModel model) {
    return Labels.of("model", model.config().getName(), "version", Long.toString(model.version()));
  }

  private static CounterSnapshot counter(
      String name, String help, List<Row> rows, ToLongFunction<Snapshot> value) {
    CounterSnapshot.Builder counter = CounterSnapshot.builder().name(name).help(help);
    rows.forEach(row -> counter.dataPoint(point(row.labels(), value.applyAsLong(row.counters()))));
    return counter.build();
  }

  private static CounterSnapshot failures(List<Row> rows) {
    CounterSnapshot.Builder failures =
        CounterSnapshot.builder()
            .name("nv_inference_request_failure")
            .help("Number of failed inference requests, all batch sizes");
    rows.forEach(
        row ->
            row.counters()
                .failures()
                .forEach(
                    (reason, total) ->
                        failures.dataPoint(
                            point(row.labels().add("reason", reason.name()), total.count()))));
    return failures.build();
  }

  private static GaugeSnapshot pending(List<LoadedModel> models) {
    GaugeSnapshot.Builder pending =
        GaugeSnapshot.builder()
            .name("nv_inference_pending_request_count")
            .help("Instantaneous number of pending requests awaiting execution per-model.");
    models.forEach(
        model ->
            pending.dataPoint(
                GaugeDataPointSnapshot.builder()
                    .labels(labels(model))
                    .value(model.pending())
                    .build()));
    return pending.build();
  }

  private static CounterDataPointSnapshot point(Labels labels, long value) {
    return CounterDataPointSnapshot.builder().labels(labels).value(value).build();
  }
}
