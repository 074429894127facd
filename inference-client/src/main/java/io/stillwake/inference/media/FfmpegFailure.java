package io.stillwake.inference.media;

import java.io.IOException;

/** A child that did not end well, and how. The caller decides whether the input is to blame. */
final class FfmpegFailure extends IOException {

  private static final long serialVersionUID = 1;

  /** How the child ended. */
  enum End {
    /** It never ran: the executable or a library that it needs is missing. */
    NOT_STARTED,
    /** It gave up by itself with an exit code and a complaint. */
    COMPLAINED,
    /** It did what no program may, and the system ended it. */
    CRASHED,
    /** Somebody else killed it: the system ran out of memory, or an operator did it. */
    KILLED,
    /** It used up its computing time. */
    SPENT,
    /** We ended it because it was quiet for too long; the machine may have been busy. */
    TIMED_OUT,
    /** We ended it because it wrote more than was asked for. */
    TALKED_TOO_MUCH,
    /** We ended it because nobody wants its result any more. */
    CLOSED
  }

  private final End end;
  private final String complaint;

  FfmpegFailure(End end, int exitCode, String complaint, String task) {
    super("ffmpeg " + task + " ended: " + end + " exit=" + exitCode + " said: " + complaint);
    this.end = end;
    this.complaint = complaint;
  }

  End end() {
    return end;
  }

  /** The first lines of its standard error. */
  String complaint() {
    return complaint;
  }
}
