package io.stillwake.local.triton;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.stillwake.proto.triton.ModelInferRequest;
import io.stillwake.proto.triton.ModelInferResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A call on its way, as its client sees it. */
public final class PendingCall
    implements ClientResponseObserver<ModelInferRequest, ModelInferResponse> {

  private final CompletableFuture<ModelInferResponse> response = new CompletableFuture<>();
  private final long sent = System.nanoTime();
  private ClientCallStreamObserver<ModelInferRequest> stream;
  private volatile long ended;

  @Override
  public void beforeStart(ClientCallStreamObserver<ModelInferRequest> started) {
    stream = started;
  }

  @Override
  public void onNext(ModelInferResponse message) {
    ended = System.nanoTime();
    response.complete(message);
  }

  @Override
  public void onError(Throwable failure) {
    ended = System.nanoTime();
    response.completeExceptionally(failure);
  }

  @Override
  public void onCompleted() {}

  public void cancel() {
    stream.cancel("the test has seen enough", null);
  }

  public boolean isDone() {
    return response.isDone();
  }

  /** From the request to its end, in milliseconds. */
  public double millis() {
    return (ended - sent) / 1e6;
  }

  public ModelInferResponse await() {
    try {
      return response.get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError("the call failed", e);
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError("the call does not end", e);
    }
  }

  /** How it has ended; waits for it. */
  public Status status() {
    try {
      response.get(30, TimeUnit.SECONDS);
      return Status.OK;
    } catch (ExecutionException e) {
      return ((StatusRuntimeException) e.getCause()).getStatus();
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError("the call does not end", e);
    }
  }
}
