package io.stillwake.local.triton;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

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
      instance_group { count: 1 kind: KIND_CPU }
      parameters { key: "intra_op_thread_count" value: { string_value: "1" } }
      """;

  static final String RESHAPE =
      """
      platform: "onnxruntime_onnx"
      input { name: "x" data_type: TYPE_FP32 dims: [-1] }
      input { name: "shape" data_type: TYPE_INT64 dims: [2] }
      output { name: "y" data_type: TYPE_FP32 dims: [-1, -1] }
      """;

  /** What the graph {@code echo} has a tensor of. */
  static final List<String> ECHOED =
      List.of("BOOL", "UINT8", "INT8", "INT16", "INT32", "INT64", "FP16", "FP32", "FP64", "BYTES");

  static final String ECHO =
      ECHOED.stream()
          .map(ModelFixture::echoed)
          .collect(joining("", "backend: \"onnxruntime\"\n", ""));

  private final Path root;

  ModelFixture(Path root) {
    this.root = root;
  }

  private static String echoed(String type) {
    String name = type.toLowerCase(Locale.ROOT);
    String declared = type.equals("BYTES") ? "TYPE_STRING" : "TYPE_" + type;
    return """
        input { name: "in_%1$s" data_type: %2$s dims: [-1] }
        output { name: "out_%1$s" data_type: %2$s dims: [-1] }
        """
        .formatted(name, declared);
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
