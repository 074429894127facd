package io.stillwake.local.triton;

import static java.util.stream.Collectors.toCollection;

import com.google.protobuf.TextFormat;
import io.stillwake.proto.triton.ModelConfig;
import io.stillwake.proto.triton.ModelInstanceGroup;
import io.stillwake.proto.triton.ModelVersionPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One model of the repository on disk: {@code config.pbtxt} and a folder per version. */
record ModelFolder(Path path) {

  /** Triton ignores folders that are not a number, and those that begin with a 0. */
  private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,17}");

  /** What Triton takes for this backend on a CPU. */
  private static final int DEFAULT_INSTANCES = 2;

  String name() {
    return path.getFileName().toString();
  }

  /**
   * The configuration with Triton's defaults filled in.
   *
   * @throws TritonException if it is missing, is not protobuf text, or asks for what this server
   *     does not have
   */
  ModelConfig readConfig() throws TritonException {
    Path file = path.resolve("config.pbtxt");
    ModelConfig.Builder config = ModelConfig.newBuilder();
    try {
      TextFormat.merge(Files.readString(file), config);
    } catch (TextFormat.ParseException e) {
      throw new TritonException(
          TritonException.Code.INTERNAL, "failed to parse " + file + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new TritonException(
          TritonException.Code.INTERNAL, "failed to read " + file + ": " + e, e);
    }
    refuseUnsupported(config);
    if (!config.hasVersionPolicy()) {
      config.getVersionPolicyBuilder().getLatestBuilder().setNumVersions(1);
    }
    fillInstanceGroups(config);
    if (config.getDefaultModelFilename().isEmpty()) {
      config.setDefaultModelFilename("model.onnx");
    }
    return config.setName(name()).setPlatform("onnxruntime_onnx").setBackend("onnxruntime").build();
  }

  private void fillInstanceGroups(ModelConfig.Builder config) {
    if (config.getInstanceGroupCount() == 0) {
      config.addInstanceGroupBuilder().setName(name());
    }
    int number = 0;
    for (ModelInstanceGroup.Builder group : config.getInstanceGroupBuilderList()) {
      if (group.getName().isEmpty()) {
        group.setName(name() + "_" + number);
      }
      if (group.getCount() < 1) {
        group.setCount(DEFAULT_INSTANCES);
      }
      if (group.getKind() == ModelInstanceGroup.Kind.KIND_AUTO) {
        group.setKind(ModelInstanceGroup.Kind.KIND_CPU);
      }
      number++;
    }
  }

  private void refuseUnsupported(ModelConfig.Builder config) throws TritonException {
    if (!config.getName().isEmpty() && !config.getName().equals(name())) {
      refuse("name", config.getName(), name() + ", the folder's name");
    }
    if (!config.getPlatform().isEmpty() && !config.getPlatform().equals("onnxruntime_onnx")) {
      refuse("platform", config.getPlatform(), "onnxruntime_onnx");
    }
    if (!config.getBackend().isEmpty() && !config.getBackend().equals("onnxruntime")) {
      refuse("backend", config.getBackend(), "onnxruntime");
    }
    if (config.getMaxBatchSize() < 0) {
      refuse("max_batch_size", config.getMaxBatchSize(), ">= 0");
    }
    if (config.hasSequenceBatching() || config.hasEnsembleScheduling()) {
      refuse("scheduling", config.getSchedulingChoiceCase(), "none or dynamic_batching");
    }
    if (config.getModelTransactionPolicy().getDecoupled()) {
      refuse("model_transaction_policy.decoupled", true, "false");
    }
    for (ModelInstanceGroup group : config.getInstanceGroupList()) {
      if (group.getKind() == ModelInstanceGroup.Kind.KIND_GPU) {
        refuse("instance_group.kind", group.getKind(), "KIND_CPU or KIND_AUTO");
      }
    }
  }

  private void refuse(String field, Object value, String expected) throws TritonException {
    throw TritonException.invalid(
        "model '%s': %s: '%s' (expected: %s)".formatted(name(), field, value, expected));
  }

  /**
   * The versions to serve, lowest first, by the version policy.
   *
   * @throws TritonException if there is none
   */
  List<Long> versions(ModelConfig config) throws TritonException {
    TreeSet<Long> present = versionFolders();
    ModelVersionPolicy policy = config.getVersionPolicy();
    List<Long> chosen = new ArrayList<>();
    switch (policy.getPolicyChoiceCase()) {
      case ALL -> chosen.addAll(present);
      case SPECIFIC -> {
        chosen.addAll(policy.getSpecific().getVersionsList());
        if (!present.containsAll(chosen)) {
          refuse("version_policy.specific", chosen, "among the version folders " + present);
        }
      }
      case LATEST, POLICYCHOICE_NOT_SET -> {
        long count = Math.max(1, policy.getLatest().getNumVersions());
        present.descendingSet().stream().limit(count).sorted().forEach(chosen::add);
      }
    }
    if (chosen.isEmpty()) {
      throw TritonException.invalid(
          "model '%s': no version folder in %s (expected: %s/1/%s)"
              .formatted(name(), path, path, config.getDefaultModelFilename()));
    }
    return chosen;
  }

  private TreeSet<Long> versionFolders() throws TritonException {
    try (Stream<Path> children = Files.list(path)) {
      return children
          .filter(Files::isDirectory)
          .map(child -> child.getFileName().toString())
          .filter(VERSION.asMatchPredicate())
          .map(Long::valueOf)
          .collect(toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new TritonException(
          TritonException.Code.INTERNAL, "failed to list " + path + ": " + e, e);
    }
  }

  Path modelFile(ModelConfig config, long version) {
    return path.resolve(Long.toString(version)).resolve(config.getDefaultModelFilename());
  }
}
