package io.stillwake.inference.media;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One run of an ffmpeg executable: bounded in time, memory, files and output, and killed on close.
 *
 * <p>The child gets an empty environment, and by its limits no core dump and few open files. It
 * inherits standard input as a pipe or as an open file; which protocols and formats it may use is
 * said in its arguments. One thread writes, {@link #finish} or {@link #close} ends it.
 */
final class FfmpegProcess implements AutoCloseable {

  private static final int COMPLAINT_BYTES = 4096;
  private static final ScheduledThreadPoolExecutor WATCH = watch();

  private final Process process;
  private final String task;
  private final FfmpegLimits limits;
  private final OutputPump output;
  private final OutputPump errors;
  private final WritableByteChannel input;
  private final AtomicReference<FfmpegFailure.End> killed = new AtomicReference<>();
  private ScheduledFuture<?> deadline;

  private FfmpegProcess(Process process, String task, FfmpegLimits limits) {
    this.process = process;
    this.task = task;
    this.limits = limits;
    this.input = Channels.newChannel(process.getOutputStream());
    this.output =
        new OutputPump(
            process.getInputStream(),
            limits.outputBytes(),
            () -> kill(FfmpegFailure.End.TALKED_TOO_MUCH));
    this.errors = new OutputPump(process.getErrorStream(), COMPLAINT_BYTES, () -> {});
  }

  /** Starts a child whose standard input is what {@link #write} is given. */
  static FfmpegProcess start(
      String task, Path executable, FfmpegLimits limits, List<String> arguments)
      throws IOException {
    return start(task, executable, limits, Redirect.PIPE, arguments);
  }

  /** Starts a child whose standard input is an open file, which it can seek but cannot name. */
  static FfmpegProcess start(
      String task, Path executable, FfmpegLimits limits, Path input, List<String> arguments)
      throws IOException {
    return start(task, executable, limits, Redirect.from(input.toFile()), arguments);
  }

  private static FfmpegProcess start(
      String task, Path executable, FfmpegLimits limits, Redirect input, List<String> arguments)
      throws IOException {
    var command = new ArrayList<String>();
    command.addAll(List.of("/bin/sh", "-c", limits.shell(), "ffmpeg", executable.toString()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectInput(input);
    builder.environment().clear();
    builder.environment().put("LD_LIBRARY_PATH", executable.getParent().toString());
    // Each arena takes 64 MB of address space, and by default there are eight per core.
    builder.environment().put("MALLOC_ARENA_MAX", "2");
    builder.directory(executable.getParent().toFile());
    return new FfmpegProcess(builder.start(), task, limits);
  }

  /**
   * Hands input to the child, as fast as it takes it.
   *
   * @throws IOException if the child has ended; {@link #reason} says why
   */
  void write(ByteBuffer bytes) throws IOException {
    expectWithinLimit();
    while (bytes.hasRemaining()) {
      input.write(bytes);
    }
    forgetLimit();
  }

  /**
   * Ends the input and waits for the child.
   *
   * @return its standard output
   * @throws FfmpegFailure if it ended in any other way than well
   */
  byte[] finish() throws FfmpegFailure, InterruptedException {
    expectWithinLimit();
    try {
      input.close();
    } catch (IOException e) {
      // It has ended before it read everything; its exit code tells.
    }
    try {
      byte[] bytes = output.await();
      String complaint = complaint();
      int exitCode = process.waitFor();
      FfmpegFailure.End end = killed.get();
      if (end != null || exitCode != 0) {
        throw new FfmpegFailure(end != null ? end : ended(exitCode), exitCode, complaint, task);
      }
      return bytes;
    } finally {
      close();
    }
  }

  /** Why the child no longer takes input, if it says more than the broken pipe. */
  IOException reason(IOException brokenPipe) {
    try {
      finish();
      return brokenPipe;
    } catch (FfmpegFailure e) {
      e.addSuppressed(brokenPipe);
      return e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return brokenPipe;
    }
  }

  /** What it said on standard error; after {@link #finish} returned, it is what it mentioned. */
  String complaint() throws InterruptedException {
    return new String(errors.await(), StandardCharsets.UTF_8).strip();
  }

  /**
   * 128 + n means signal n. ffmpeg's own codes are negative error numbers as bytes, of which only
   * those of the network would be taken for signals. It catches SIGXCPU, ends with 255, and with
   * 123 when it gets the third.
   */
  private static FfmpegFailure.End ended(int exitCode) {
    return switch (exitCode) {
      case 255, 123, 128 + 24 -> FfmpegFailure.End.SPENT;
      case 128 + 9, 128 + 15 -> FfmpegFailure.End.KILLED;
      case 126, 127 -> FfmpegFailure.End.NOT_STARTED;
      default ->
          exitCode > 128 && exitCode < 160
              ? FfmpegFailure.End.CRASHED
              : FfmpegFailure.End.COMPLAINED;
    };
  }

  @Override
  public void close() {
    kill(FfmpegFailure.End.CLOSED);
    forgetLimit();
  }

  private void kill(FfmpegFailure.End end) {
    if (process.isAlive() && killed.compareAndSet(null, end)) {
      process.destroyForcibly();
    }
  }

  private synchronized void expectWithinLimit() {
    forgetLimit();
    deadline =
        WATCH.schedule(
            () -> kill(FfmpegFailure.End.TIMED_OUT),
            limits.quiet().toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private synchronized void forgetLimit() {
    if (deadline != null) {
      deadline.cancel(false);
    }
  }

  private static ScheduledThreadPoolExecutor watch() {
    var executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "ffmpeg-watch");
              thread.setDaemon(true);
              return thread;
            });
    executor.setRemoveOnCancelPolicy(true);
    return executor;
  }
}
