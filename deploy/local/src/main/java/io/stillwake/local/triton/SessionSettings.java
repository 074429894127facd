package io.stillwake.local.triton;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.stillwake.proto.triton.ModelConfig;
import io.stillwake.proto.triton.ModelParameter;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What {@code parameters} and {@code optimization} of a configuration say about the ONNX session,
 * under the names that Triton's onnxruntime backend reads. 0 threads: ONNX Runtime's default, one
 * per core.
 *
 * <p>Two defaults differ from the backend's, for this server shares two cores and little memory
 * with a broker, Flink and workers. Threads do not spin while they wait. And the memory arena gives
 * back after each run what the run has taken: measured with two calls of reference-frames at
 * 768x512 at once, the process keeps 0.9 GB instead of 1.3 GB, whether it had an arena that does
 * not shrink or none (the C library then keeps it), for the same CPU time.
 */
record SessionSettings(
    int intraOpThreads,
    int interOpThreads,
    boolean parallel,
    boolean arena,
    boolean memoryPattern,
    String arenaShrinkage,
    int graphLevel) {

  private static final String ARENA_SHRINKAGE = "memory.enable_memory_arena_shrinkage";
  private static final ModelParameter SHRINK_CPU_ARENA =
      ModelParameter.newBuilder().setStringValue("cpu:0").build();

  static SessionSettings of(ModelConfig config) throws TritonException {
    return new SessionSettings(
        number(config, "intra_op_thread_count", 0, Integer.MAX_VALUE),
        number(config, "inter_op_thread_count", 0, Integer.MAX_VALUE),
        number(config, "execution_mode", 0, 1) == 1,
        number(config, "enable_mem_arena", 1, 1) == 1,
        number(config, "enable_mem_pattern", 1, 1) == 1,
        config.getParametersOrDefault(ARENA_SHRINKAGE, SHRINK_CPU_ARENA).getStringValue(),
        config.getOptimization().getGraph().getLevel());
  }

  private static int number(ModelConfig config, String name, int byDefault, int most)
      throws TritonException {
    if (!config.containsParameters(name)) {
      return byDefault;
    }
    String text = config.getParametersOrThrow(name).getStringValue();
    try {
      int value = Integer.parseInt(text);
      if (value >= 0 && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Told below, as a number out of range is.
    }
    throw TritonException.invalid(
        "model '%s': parameters.%s: '%s' (expected: an integer from 0 to %d)"
            .formatted(config.getName(), name, text, most));
  }

  OrtSession open(OrtEnvironment environment, Path file) throws TritonException {
    if (!Files.isRegularFile(file)) {
      throw new TritonException(
          TritonException.Code.UNAVAILABLE, "model file " + file + " is missing");
    }
    try (SessionOptions options = new SessionOptions()) {
      options.setIntraOpNumThreads(intraOpThreads);
      options.setInterOpNumThreads(interOpThreads);
      options.setExecutionMode(
          parallel
              ? SessionOptions.ExecutionMode.PARALLEL
              : SessionOptions.ExecutionMode.SEQUENTIAL);
      options.setCPUArenaAllocator(arena);
      options.setMemoryPatternOptimization(memoryPattern);
      options.setOptimizationLevel(optimization());
      options.setDeterministicCompute(true);
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      options.addConfigEntry("session.inter_op.allow_spinning", "0");
      return environment.createSession(file.toString(), options);
    } catch (OrtException e) {
      throw new TritonException(
          TritonException.Code.INTERNAL, "failed to load " + file + ": " + e.getMessage(), e);
    }
  }

  /** Options for one run; to be closed. */
  OrtSession.RunOptions runOptions() throws OrtException {
    OrtSession.RunOptions options = new OrtSession.RunOptions();
    // A failure is told to the caller; ONNX Runtime would also write it to the terminal.
    options.setLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
    if (arena && !arenaShrinkage.isEmpty()) {
      options.addRunConfigEntry(ARENA_SHRINKAGE, arenaShrinkage);
    }
    return options;
  }

  private SessionOptions.OptLevel optimization() {
    return switch (graphLevel) {
      case -1 -> SessionOptions.OptLevel.BASIC_OPT;
      case 1 -> SessionOptions.OptLevel.EXTENDED_OPT;
      case 2 -> SessionOptions.OptLevel.NO_OPT;
      default -> SessionOptions.OptLevel.ALL_OPT;
    };
  }
}
