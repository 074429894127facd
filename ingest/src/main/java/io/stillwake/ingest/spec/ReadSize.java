package io.stillwake.ingest.spec;

import io.stillwake.ingest.http.Fields;
import io.stillwake.ingest.problem.ErrorCode;
import io.stillwake.proto.FamilyDescriptor;
import java.util.Optional;

/** Reads the size a result shall have, in pixels. */
final class ReadSize {

  private ReadSize() {}

  static Optional<Spec.Size> read(Fields size, FamilyDescriptor family, boolean clip) {
    Optional<Integer> width = side(size, "width", family);
    Optional<Integer> height = side(size, "height", family);
    size.refuseOthers();
    if (width.isEmpty() || height.isEmpty()) {
      return Optional.empty();
    }
    long pixels = (long) width.get() * height.get();
    long max = clip ? family.getMaxPixels() : family.getMaxPicturePixels();
    if (max > 0 && pixels > max) {
      size.findings()
          .add(
              ErrorCode.SIZE_OUT_OF_RANGE,
              "/size",
              "%dx%d is %d pixels".formatted(width.get(), height.get(), pixels),
              "at most %d for a %s".formatted(max, clip ? "clip" : "picture"));
    }
    return Optional.of(new Spec.Size(width.get(), height.get()));
  }

  private static Optional<Integer> side(Fields size, String name, FamilyDescriptor family) {
    // H.264 in yuv420p takes even sides only.
    int multiple = Math.max(2, family.getSideMultiple());
    Optional<Long> side = size.integer(name, Integer.MIN_VALUE, Integer.MAX_VALUE);
    String expected =
        "a multiple of %d from %d to %d"
            .formatted(multiple, family.getMinSide(), family.getMaxSide());
    if (side.isEmpty()) {
      if (size.findings().none(size.pointer(name))) {
        size.findings().add(ErrorCode.INVALID_REQUEST, size.pointer(name), "absent", expected);
      }
      return Optional.empty();
    }
    long value = side.get();
    if (value < family.getMinSide() || value > family.getMaxSide() || value % multiple != 0) {
      size.findings().add(ErrorCode.SIZE_OUT_OF_RANGE, size.pointer(name), value, expected);
      return Optional.empty();
    }
    return Optional.of((int) value);
  }
}
