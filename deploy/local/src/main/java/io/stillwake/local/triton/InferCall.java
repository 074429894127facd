package io.stillwake.local.triton;

import io.grpc.stub.ServerCallStreamObserver;
import io.stillwake.proto.triton.ModelInferRequest;
import io.stillwake.proto.triton.ModelInferResponse;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * One ModelInfer on the wire: when its client cancels or its deadline passes, it leaves the model;
 * when the model has ended it, it is answered.
 */
final class InferCall implements Inference.Completion {

  private final LoadedModel model;
  private final String id;
  private final ServerCallStreamObserver<ModelInferResponse> client;
  private final Executor answers;

  /**
   * @param answers sends the answer, so that the instance is free for the next call meanwhile
   */
  InferCall(
      LoadedModel model,
      String id,
      ServerCallStreamObserver<ModelInferResponse> client,
      Executor answers) {
    this.model = model;
    this.id = id;
    this.client = client;
    this.answers = answers;
  }

  /** Within the call of the service method: gRPC takes a cancel handler only there. */
  void start(ModelInferRequest request) throws TritonException {
    Inference inference = model.submit(request, this);
    client.setOnCancelHandler(() -> model.cancel(inference));
    if (client.isCancelled()) {
      model.cancel(inference);
    }
  }

  @Override
  public void succeeded(List<TensorData> outputs) {
    answers.execute(
        () -> {
          if (!client.isCancelled()) {
            client.onNext(ResponseWriter.write(model, id, outputs));
            client.onCompleted();
          }
        });
  }

  @Override
  public void failed(TritonException reason) {
    answers.execute(() -> client.onError(GrpcStatus.of(reason)));
  }
}
