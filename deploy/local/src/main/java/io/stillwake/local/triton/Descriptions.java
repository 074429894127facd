package io.stillwake.local.triton;

import io.stillwake.local.triton.ModelCounters.FailureReason;
import io.stillwake.local.triton.ModelCounters.Snapshot;
import io.stillwake.local.triton.ModelCounters.Total;
import io.stillwake.proto.triton.DataType;
import io.stillwake.proto.triton.InferBatchStatistics;
import io.stillwake.proto.triton.InferResponseStatistics;
import io.stillwake.proto.triton.InferStatistics;
import io.stillwake.proto.triton.ModelConfig;
import io.stillwake.proto.triton.ModelMetadataResponse;
import io.stillwake.proto.triton.ModelMetadataResponse.TensorMetadata;
import io.stillwake.proto.triton.ModelStatistics;
import io.stillwake.proto.triton.ServerMetadataResponse;
import io.stillwake.proto.triton.StatisticDuration;
import java.util.List;

/** What the server says of itself and its models, in Triton's messages. */
final class Descriptions {

  /** The Triton release whose protocol this follows; the suffix says that it is not that server. */
  static final String SERVER_VERSION = "2.73.0-stillwake";

  private Descriptions() {}

  static ServerMetadataResponse server() {
    return ServerMetadataResponse.newBuilder()
        .setName("triton")
        .setVersion(SERVER_VERSION)
        .addAllExtensions(
            List.of(
                "model_repository",
                "schedule_policy",
                "model_configuration",
                "binary_tensor_data",
                "parameters",
                "statistics"))
        .build();
  }

  /** Shapes have -1 for the batch dimension of a model that has one. */
  static ModelMetadataResponse metadata(LoadedModel model) {
    ModelConfig config = model.config();
    ModelMetadataResponse.Builder metadata =
        ModelMetadataResponse.newBuilder()
            .setName(config.getName())
            .addVersions(Long.toString(model.version()))
            .setPlatform(config.getPlatform());
    config
        .getInputList()
        .forEach(
            input ->
                metadata.addInputs(
                    tensor(config, input.getName(), input.getDataType(), input.getDimsList())));
    config
        .getOutputList()
        .forEach(
            output ->
                metadata.addOutputs(
                    tensor(config, output.getName(), output.getDataType(), output.getDimsList())));
    return metadata.build();
  }

  private static TensorMetadata tensor(
      ModelConfig config, String name, DataType type, List<Long> dims) {
    TensorMetadata.Builder tensor =
        TensorMetadata.newBuilder()
            .setName(name)
            .setDatatype(TensorType.of(type).orElseThrow().name());
    if (config.getMaxBatchSize() > 0) {
      tensor.addShape(-1);
    }
    return tensor.addAllShape(dims).build();
  }

  /**
   * Cancelled calls are among the failures, as in Triton, and counted by themselves in {@code
   * response_stats}, where Triton has its only counter of cancellations.
   */
  static ModelStatistics statistics(LoadedModel model) {
    Snapshot counters = model.counters();
    Total cancelled = counters.failures().get(FailureReason.CANCELED);
    ModelStatistics.Builder statistics =
        ModelStatistics.newBuilder()
            .setName(model.config().getName())
            .setVersion(Long.toString(model.version()))
            .setLastInference(counters.lastInferenceMillis())
            .setInferenceCount(counters.inferences())
            .setExecutionCount(counters.executions())
            .setInferenceStats(
                InferStatistics.newBuilder()
                    .setSuccess(duration(counters.success()))
                    .setFail(duration(counters.failed()))
                    .setQueue(duration(counters.queue()))
                    .setComputeInput(duration(counters.computeInput()))
                    .setComputeInfer(duration(counters.computeInfer()))
                    .setComputeOutput(duration(counters.computeOutput()))
                    .setCacheHit(duration(Total.ZERO))
                    .setCacheMiss(duration(Total.ZERO)))
            .putResponseStats(
                "0",
                InferResponseStatistics.newBuilder()
                    .setComputeInfer(duration(counters.computeInfer()))
                    .setComputeOutput(duration(counters.computeOutput()))
                    .setSuccess(duration(counters.success()))
                    .setFail(duration(counters.failed()))
                    .setEmptyResponse(duration(Total.ZERO))
                    .setCancel(duration(cancelled))
                    .build());
    if (counters.executions() > 0 && model.config().getMaxBatchSize() == 0) {
      statistics.addBatchStats(
          InferBatchStatistics.newBuilder()
              .setBatchSize(1)
              .setComputeInput(duration(counters.computeInput()))
              .setComputeInfer(duration(counters.computeInfer()))
              .setComputeOutput(duration(counters.computeOutput())));
    }
    return statistics.build();
  }

  private static StatisticDuration duration(Total total) {
    return StatisticDuration.newBuilder().setCount(total.count()).setNs(total.nanos()).build();
  }
}
