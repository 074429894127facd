package io.stillwake.bench.gpu;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What can be done to a call. */
enum FaultKind {
  /** It takes {@code factor} times as long. */
  SLOW,
  /** Part of the way it fails as where a Python backend's process has died. */
  INTERNAL,
  /** Part of the way it fails as where the connection's other end is gone. */
  UNAVAILABLE,
  /** Part of the way it fails as where the device's memory is used up. */
  OUT_OF_MEMORY,
  /** Its output holds no numbers. */
  NAN,
  /** Its output is a row short. */
  WRONG_SHAPE,
  /** Its output has half the bytes that its shape says. */
  TRUNCATED,
  /** It is never answered; the slot is held until the client gives up. */
  HANG,
  /** Part of the way the whole process ends as by SIGKILL, with all its GPUs. */
  DIE,
  /** It runs to its end though the client has gone. */
  IGNORE_CANCEL;

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<FaultKind> named(String text) {
    return Arrays.stream(values()).filter(kind -> kind.text().equals(text)).findFirst();
  }

  static List<String> names() {
    return Arrays.stream(values()).map(FaultKind::text).toList();
  }

  /** Whether it strikes before the call's time is over. */
  boolean cutsShort() {
    return switch (this) {
      case INTERNAL, UNAVAILABLE, OUT_OF_MEMORY, DIE -> true;
      case SLOW, NAN, WRONG_SHAPE, TRUNCATED, HANG, IGNORE_CANCEL -> false;
    };
  }
}
