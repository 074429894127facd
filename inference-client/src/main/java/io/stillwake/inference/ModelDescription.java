package io.stillwake.inference;

import java.util.List;
import java.util.Optional;

/**
 * A model's own configuration, as far as callers need it.
 *
 * @param instances how many calls of this model the server runs at once
 * @param maxBatchSize 0 where tensors carry no batch axis
 */
public record ModelDescription(
    String model,
    List<TensorSpec> inputs,
    List<TensorSpec> outputs,
    int instances,
    int maxBatchSize) {

  public ModelDescription {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  public Optional<TensorSpec> input(String name) {
    return named(inputs, name);
  }

  public Optional<TensorSpec> output(String name) {
    return named(outputs, name);
  }

  private static Optional<TensorSpec> named(List<TensorSpec> specs, String name) {
    return specs.stream().filter(spec -> spec.name().equals(name)).findFirst();
  }
}
