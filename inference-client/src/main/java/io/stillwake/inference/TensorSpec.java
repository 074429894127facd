package io.stillwake.inference;

import java.util.List;
import java.util.Objects;

/**
 * What a model says of one of its inputs or outputs.
 *
 * @param dims extents along each axis; -1 where any extent will do
 * @param optional whether a call may leave it out
 */
public record TensorSpec(String name, TensorType type, List<Long> dims, boolean optional) {

  public TensorSpec {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
    dims = List.copyOf(dims);
  }

  /** Whether a tensor of that type and shape is one of these. */
  public boolean accepts(Tensor tensor) {
    if (tensor.type() != type || tensor.rank() != dims.size()) {
      return false;
    }
    for (int axis = 0; axis < dims.size(); axis++) {
      if (dims.get(axis) >= 0 && dims.get(axis) != tensor.extent(axis)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return name + " " + type + " " + dims;
  }
}
