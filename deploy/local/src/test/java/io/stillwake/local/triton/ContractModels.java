package io.stillwake.local.triton;

import java.nio.file.Path;

/** The model repository of {@link ModelServerContract}, in a form that every Triton can serve. */
public final class ContractModels {

  private static final String QUEUE_OF_ONE =
      "dynamic_batching { default_queue_policy { max_queue_size: 1 } }";
  private static final String WAIT_OF_HALF_A_SECOND =
      "dynamic_batching { default_queue_policy { default_timeout_microseconds: 500000 } }";

  private static final String HALF =
      """
      backend: "onnxruntime"
      input { name: "x" data_type: TYPE_FP16 dims: [-1] }
      output { name: "doubled" data_type: TYPE_FP16 dims: [-1] }
      """;

  private static final String BRAIN =
      """
      backend: "onnxruntime"
      input { name: "x" data_type: TYPE_BF16 dims: [-1] }
      output { name: "same" data_type: TYPE_BF16 dims: [-1] }
      output { name: "wide" data_type: TYPE_FP32 dims: [-1] }
      """;

  private static final String NUMBERS =
      """
      backend: "onnxruntime"
      input { name: "how_many" data_type: TYPE_INT32 dims: [1] }
      output { name: "numbers" data_type: TYPE_INT32 dims: [-1] }
      """;

  private ContractModels() {}

  /**
   * @param repository the folder to write the models' folders into
   */
  public static void write(Path repository) {
    writeImpatient(repository)
        .with("add", "add", ModelFixture.ADD)
        .with("tally", "add", ModelFixture.ADD)
        .with("echo", "echo", ModelFixture.ECHO)
        .with("half", "half", HALF)
        .with("brain", "brain", BRAIN)
        .with("numbers", "numbers", NUMBERS)
        .with("reshape", "reshape", ModelFixture.RESHAPE)
        .with("count", "count", ModelFixture.COUNT)
        .with("short-queue", "count", ModelFixture.COUNT + QUEUE_OF_ONE);
  }

  /** Only the model {@code impatient}: of one instance, whose calls wait for half a second. */
  public static ModelFixture writeImpatient(Path repository) {
    return new ModelFixture(repository)
        .with("impatient", "count", ModelFixture.COUNT + WAIT_OF_HALF_A_SECOND);
  }
}
