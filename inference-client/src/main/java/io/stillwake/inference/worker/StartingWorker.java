package io.stillwake.inference.worker;

import com.google.protobuf.util.Timestamps;
import io.stillwake.proto.WorkerState;
import io.stillwake.proto.WorkerStatus;
import java.time.InstantSource;

/** A worker to be, which waits for the servers that it needs. */
final class StartingWorker implements HealthEndpoint.Patient {

  private final WorkerConfig config;
  private final InstantSource clock;
  private volatile String reason = "starts";

  StartingWorker(WorkerConfig config, InstantSource clock) {
    this.config = config;
    this.clock = clock;
  }

  void waits(String line) {
    reason = line;
  }

  @Override
  public WorkerStatus status() {
    return WorkerStatus.newBuilder()
        .setWorker(config.name())
        .setPool(config.pool())
        .setState(WorkerState.WORKER_STATE_STARTING)
        .setReason(reason)
        .setAt(Timestamps.fromMillis(clock.millis()))
        .build();
  }

  @Override
  public WorkerStatus examined() {
    return status();
  }
}
