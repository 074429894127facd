package io.stillwake.real;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.stillwake.proto.triton.GRPCInferenceServiceGrpc;
import io.stillwake.proto.triton.ModelStatisticsRequest;
import java.io.IOException;

/** What the Tritons themselves counted; one that was killed begins anew. */
final class Counted {

  private Counted() {}

  /** Calls of a model that all Tritons together have answered. */
  static long successes(RealStack stack, String model) throws IOException {
    long count = 0;
    for (String address : stack.tritons()) {
      ManagedChannel channel = NettyChannelBuilder.forTarget(address).usePlaintext().build();
      try {
        count +=
            GRPCInferenceServiceGrpc.newBlockingStub(channel)
                .modelStatistics(ModelStatisticsRequest.newBuilder().setName(model).build())
                .getModelStats(0)
                .getInferenceStats()
                .getSuccess()
                .getCount();
      } finally {
        channel.shutdownNow();
      }
    }
    return count;
  }
}
