package io.stillwake.local.triton;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Puts models into a repository: graphs made by models/make_models.py, configured by each test. */
final class ModelFixture {

  static final String ADD =
      """
      backend: "onnxruntime"
      max_batch_size: 0
      input { name: "a" data_type: TYPE_FP32 dims: [-1, 2] }
      input { name: "b" data_type: TYPE_FP32 dims: [-1, 2] }
      output { name: "sum" data_type: TYPE_FP32 dims: [-1, 2] }
      output { name: "difference" data_type: TYPE_FP32 dims: [-1, 2] }
      """;

  static final String COUNT =
      """
      backend: "onnxruntime"
      input { name: "turns" data_type: TYPE_INT64 dims: [1] }
      output { name: "counted" data_type: TYPE_INT64 dims: [1] }
      parameters { key: "intra_op_thread_count" value: { string_value: "1" } }
      """;

  static final String RESHAPE =
      """
      platform: "onnxruntime_onnx"
      input { name: "x" data_type: TYPE_FP32 dims: [-1] }
      input { name: "shape" data_type: TYPE_INT64 dims: [2] }
      output { name: "y" data_type: TYPE_FP32 dims: [-1, -1] }
      """;

  private final Path root;

  ModelFixture(Path root) {
    this.root = root;
  }

  Path root() {
    return root;
  }

  /** A model with version 1 of {@code graph}. */
  ModelFixture with(String name, String graph, String config) {
    return config(name, config).version(name, 1, graph);
  }

  ModelFixture config(String name, String config) {
    write(name + "/config.pbtxt", config.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  ModelFixture version(String name, int version, String graph) {
    try (InputStream onnx = ModelFixture.class.getResourceAsStream("/models/" + graph + ".onnx")) {
      return file(name + "/" + version + "/model.onnx", onnx.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ModelFixture file(String path, byte[] content) {
    write(path, content);
    return this;
  }

  private void write(String path, byte[] content) {
    try {
      Path file = root.resolve(path);
      Files.createDirectories(file.getParent());
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  EmbeddedTriton start() {
    return EmbeddedTriton.start(root, 0, 0);
  }
}
