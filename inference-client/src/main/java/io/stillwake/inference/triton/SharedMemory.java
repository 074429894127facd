package io.stillwake.inference.triton;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.stillwake.inference.Tensor;
import io.stillwake.proto.triton.GRPCInferenceServiceGrpc;
import io.stillwake.proto.triton.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import io.stillwake.proto.triton.SystemSharedMemoryRegisterRequest;
import io.stillwake.proto.triton.SystemSharedMemoryStatusRequest;
import io.stillwake.proto.triton.SystemSharedMemoryUnregisterRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The memory that we and a Triton on the same machine share (its system shared memory extension). A
 * server that cannot open it, as on another machine, or that has forgotten it, as after a restart,
 * gets its inputs within the call, and is asked again a while later.
 */
final class SharedMemory implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SharedMemory.class);

  private static final int BLOCK_BYTES = 8 << 20;
  private static final int BLOCKS = 16;
  private static final Duration QUESTION_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration ASK_AGAIN = Duration.ofMinutes(1);

  private final ManagedChannel channel;
  private final Path folder;
  private final String prefix;
  // Null where there is none, or none yet.
  private SharedInputs inputs;
  private boolean asking;
  private long askAt = System.nanoTime();
  private boolean toldWhyNot;

  /**
   * @param folder where POSIX shared memory lies on this machine
   * @param owner unlike any other client of that server, and the same after a restart
   */
  SharedMemory(ManagedChannel channel, Path folder, String owner) {
    this.channel = channel;
    this.folder = folder;
    prefix = "stillwake/" + owner + "/";
  }

  /** Those inputs that need not travel with the call; empty: none. */
  Optional<SharedInputs.Lease> take(List<Tensor> wanted) {
    SharedInputs shared = shared();
    if (shared == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(shared.take(wanted)).filter(lease -> !lease.isEmpty());
    } catch (IOException e) {
      log.warn(
          "cannot write to memory, so inputs travel with calls; folder={} cause={}",
          folder,
          e.toString());
      drop(shared, ASK_AGAIN);
      return Optional.empty();
    }
  }

  /** After the server has said so. */
  void forget(SharedInputs.Lease lease) {
    log.info(
        "Triton has forgotten the memory; triton={} region={}",
        channel.authority(),
        lease.region());
    drop(lease.inputs(), Duration.ZERO);
  }

  private SharedInputs shared() {
    synchronized (this) {
      if (inputs != null || asking || System.nanoTime() - askAt < 0) {
        return inputs;
      }
      asking = true;
    }
    SharedInputs registered = null;
    try {
      registered = register();
    } finally {
      synchronized (this) {
        asking = false;
        inputs = registered;
        askAt = System.nanoTime() + ASK_AGAIN.toNanos();
      }
    }
    return registered;
  }

  /** Null where there cannot be any. */
  private SharedInputs register() {
    try {
      unregisterEarlier();
      SharedRegion region = SharedRegion.create(folder, prefix, (long) BLOCKS * BLOCK_BYTES);
      try {
        register(region);
        toldWhyNot = false;
        log.info(
            "Triton reads large inputs from memory; triton={} region={}",
            channel.authority(),
            region.name());
        return new SharedInputs(region, BLOCK_BYTES);
      } catch (StatusRuntimeException | IOException e) {
        region.close();
        throw e;
      }
    } catch (StatusRuntimeException | IOException e) {
      refused(e);
      return null;
    }
  }

  private void register(SharedRegion region) throws IOException {
    stub()
        .systemSharedMemoryRegister(
            SystemSharedMemoryRegisterRequest.newBuilder()
                .setName(region.name())
                .setKey(region.key())
                .setByteSize(region.bytes())
                .build());
    // Both have it open now: however they end, nothing stays behind.
    region.unlink();
  }

  /** Says so once, and not each time it is asked again. */
  private void refused(Exception cause) {
    if (!toldWhyNot) {
      log.info(
          "Triton shares no memory, so inputs travel with calls; triton={} cause={}",
          channel.authority(),
          cause.toString());
    }
    toldWhyNot = true;
  }

  /** Of a life of ours before: a server keeps a region until it is told. */
  private void unregisterEarlier() {
    stub()
        .systemSharedMemoryStatus(SystemSharedMemoryStatusRequest.getDefaultInstance())
        .getRegionsMap()
        .keySet()
        .stream()
        .filter(name -> name.startsWith(prefix))
        .map(name -> SystemSharedMemoryUnregisterRequest.newBuilder().setName(name).build())
        .forEach(stub()::systemSharedMemoryUnregister);
  }

  private GRPCInferenceServiceBlockingStub stub() {
    return GRPCInferenceServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(QUESTION_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS);
  }

  private synchronized void drop(SharedInputs shared, Duration pause) {
    if (inputs == shared) {
      inputs = null;
      askAt = System.nanoTime() + pause.toNanos();
      shared.close();
    }
  }

  /** The server keeps its side until somebody of the same name begins anew. */
  @Override
  public synchronized void close() {
    if (inputs != null) {
      inputs.close();
    }
  }
}
