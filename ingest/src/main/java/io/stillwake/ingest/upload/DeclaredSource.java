package io.stillwake.ingest.upload;

import io.stillwake.ingest.http.Fields;
import io.stillwake.ingest.problem.ErrorCode;
import java.util.List;
import java.util.Optional;

/**
 * The picture that a client says it will upload. The upload is signed for exactly this.
 *
 * @param size in bytes
 */
public record DeclaredSource(String mediaType, long size) {

  static final long MAX_BYTES = 16_000_000;

  private static final List<String> MEDIA_TYPES =
      List.of("image/jpeg", "image/png", "image/webp", "image/avif", "image/heic", "image/heif");

  /** Empty where it is not declared or cannot be taken; the findings say why. */
  public static Optional<DeclaredSource> read(Fields body) {
    Optional<Fields> source = body.object("source");
    if (source.isEmpty()) {
      if (body.findings().none("/source")) {
        body.invalid(
            "source", "absent", "media_type and size of the picture, unless from is given");
      }
      return Optional.empty();
    }
    Optional<String> mediaType = mediaType(source.get());
    Optional<Long> size = size(source.get());
    source.get().refuseOthers();
    return mediaType.flatMap(type -> size.map(bytes -> new DeclaredSource(type, bytes)));
  }

  private static Optional<String> mediaType(Fields source) {
    String pointer = source.pointer("media_type");
    Optional<String> mediaType = source.text("media_type", 100);
    String value = mediaType.orElse("absent");
    if (!MEDIA_TYPES.contains(value) && source.findings().none(pointer)) {
      source
          .findings()
          .add(
              mediaType.isEmpty() ? ErrorCode.INVALID_REQUEST : ErrorCode.UNSUPPORTED_IMAGE,
              pointer,
              value,
              "one of " + String.join(", ", MEDIA_TYPES));
    }
    return mediaType;
  }

  private static Optional<Long> size(Fields source) {
    String pointer = source.pointer("size");
    String expected = "1 to " + MAX_BYTES + " bytes";
    Optional<Long> size = source.integer("size", 0, Long.MAX_VALUE);
    if (size.isEmpty() && source.findings().none(pointer)) {
      source.invalid("size", "absent", expected);
    } else if (size.isPresent() && size.get() == 0) {
      source.findings().add(ErrorCode.EMPTY_UPLOAD, pointer, 0, expected);
    } else if (size.isPresent() && size.get() > MAX_BYTES) {
      source.findings().add(ErrorCode.UPLOAD_TOO_LARGE, pointer, size.get(), expected);
    }
    return size;
  }
}
