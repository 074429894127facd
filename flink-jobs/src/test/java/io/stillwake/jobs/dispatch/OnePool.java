package io.stillwake.jobs.dispatch;

import io.stillwake.proto.PoolNews;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** Tests of one pool whose clock and timer they are themselves. */
abstract class OnePool {

  final MapPoolStore store = new MapPoolStore();
  final SentOut out = new SentOut();
  Pool pool;
  long now = 1_000_000;

  /** At the start, and again for a pool that is restored. */
  @BeforeEach
  void openPool() throws Exception {
    pool = new Pool(SomeWork.POOL, store, TenantWeights.EQUAL, List.of(), now);
  }

  void learn(PoolNews news) throws Exception {
    pool.learn(news, now, out);
  }
}
