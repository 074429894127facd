package io.stillwake.local.triton;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.stillwake.proto.triton.ModelConfig;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What {@code parameters} and {@code optimization} of a configuration say about the ONNX session,
 * under the names that Triton's onnxruntime backend reads. 0 threads: ONNX Runtime's default, one
 * per core.
 *
 * <p>Two defaults differ from the backend's, for a machine that shares two cores and little memory
 * with a broker and workers: no memory arena, which never gives back what its largest call took,
 * and threads that do not spin while they wait.
 */
record SessionSettings(
    int intraOpThreads, int interOpThreads, boolean parallel, boolean arena, int graphLevel) {

  static SessionSettings of(ModelConfig config) throws TritonException {
    return new SessionSettings(
        number(config, "intra_op_thread_count", 0, Integer.MAX_VALUE),
        number(config, "inter_op_thread_count", 0, Integer.MAX_VALUE),
        number(config, "execution_mode", 0, 1) == 1,
        number(config, "enable_mem_arena", 0, 1) == 1,
        config.getOptimization().getGraph().getLevel());
  }

  private static int number(ModelConfig config, String name, int least, int most)
      throws TritonException {
    if (!config.containsParameters(name)) {
      return 0;
    }
    String text = config.getParametersOrThrow(name).getStringValue();
    try {
      int value = Integer.parseInt(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Told below, as a number out of range is.
    }
    throw TritonException.invalid(
        "model '%s': parameters.%s: '%s' (expected: an integer from %d to %d)"
            .formatted(config.getName(), name, text, least, most));
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
      options.setMemoryPatternOptimization(arena);
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

  private SessionOptions.OptLevel optimization() {
    return switch (graphLevel) {
      case -1 -> SessionOptions.OptLevel.BASIC_OPT;
      case 1 -> SessionOptions.OptLevel.EXTENDED_OPT;
      case 2 -> SessionOptions.OptLevel.NO_OPT;
      default -> SessionOptions.OptLevel.ALL_OPT;
    };
  }
}
