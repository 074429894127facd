package io.stillwake.local.triton;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One of the {@code instance_group} of a model: takes calls from the queue and runs one at a time.
 * All instances of a model share its session.
 */
final class ModelInstance implements Runnable {

  private final SessionSettings settings;
  private final OrtSession session;
  private final InferenceQueue queue;
  private final ModelCounters counters;
  private final TensorCodec codec;

  ModelInstance(
      OrtEnvironment environment,
      SessionSettings settings,
      OrtSession session,
      InferenceQueue queue,
      ModelCounters counters) {
    this.settings = settings;
    this.session = session;
    this.queue = queue;
    this.counters = counters;
    this.codec = new TensorCodec(environment);
  }

  /** Until the queue is stopped and empty. */
  @Override
  public void run() {
    try {
      for (Inference next = queue.take(); next != null; next = queue.take()) {
        Runnable end = execute(next);
        // Free before the caller knows, so that its next call is not refused by a full queue.
        queue.release();
        end.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Runnable execute(Inference inference) {
    try (OrtSession.RunOptions options = settings.runOptions()) {
      if (!inference.enter(() -> terminate(options))) {
        return () -> inference.fail(cancelled());
      }
      try {
        List<TensorData> outputs = compute(inference, options);
        return () -> inference.succeed(outputs);
      } finally {
        // Before the options close: terminating through closed ones would fail.
        inference.leave();
      }
    } catch (TritonException e) {
      return () -> inference.fail(e);
    } catch (OrtException e) {
      return () -> inference.fail(inference.cancelled() ? cancelled() : failed(e));
    } catch (RuntimeException | OutOfMemoryError e) {
      // A call too large for the machine must not take the instance with it.
      return () ->
          inference.fail(new TritonException(TritonException.Code.INTERNAL, e.toString(), e));
    }
  }

  private List<TensorData> compute(Inference inference, OrtSession.RunOptions options)
      throws OrtException, TritonException {
    InferenceRequest request = inference.request();
    long started = System.nanoTime();
    Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    try {
      codec.toOnnx(request.inputs(), inputs);
      long inputReady = System.nanoTime();
      Map<String, TensorData> outputs;
      long computed;
      try (OrtSession.Result result = session.run(inputs, request.outputs(), options)) {
        computed = System.nanoTime();
        outputs = TensorCodec.fromOnnx(result);
      }
      counters.succeeded(
          request.batchSize(),
          new Phases(inference.arrivedNanos(), started, inputReady, computed, System.nanoTime()));
      return request.outputs().stream().map(outputs::get).toList();
    } finally {
      inputs.values().forEach(OnnxValue::close);
    }
  }

  private static void terminate(OrtSession.RunOptions options) {
    try {
      options.setTerminate(true);
    } catch (OrtException e) {
      throw new IllegalStateException("a running call could not be terminated", e);
    }
  }

  private static TritonException cancelled() {
    return new TritonException(TritonException.Code.CANCELLED, "Request cancelled");
  }

  private static TritonException failed(OrtException e) {
    return new TritonException(
        TritonException.Code.INTERNAL,
        "onnx runtime error " + e.getCode() + ": " + e.getMessage(),
        e);
  }
}
