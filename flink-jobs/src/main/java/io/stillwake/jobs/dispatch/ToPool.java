package io.stillwake.jobs.dispatch;

import io.stillwake.proto.PoolNews;
import io.stillwake.proto.WorkResult;
import io.stillwake.proto.WorkerStatus;

/** What workers say, as news for the pool they belong to. */
public final class ToPool {

  private ToPool() {}

  public static PoolNews answered(WorkResult result) {
    return PoolNews.newBuilder().setPool(result.getPool()).setAnswered(result).build();
  }

  public static PoolNews heard(WorkerStatus status) {
    return PoolNews.newBuilder().setPool(status.getPool()).setHeard(status).build();
  }
}
