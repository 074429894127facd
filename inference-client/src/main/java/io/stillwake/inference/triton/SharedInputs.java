package io.stillwake.inference.triton;

import io.stillwake.inference.InferenceFailure;
import io.stillwake.inference.Tensor;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * Which inputs lie in a region, one to a block. What is large and is sent for the second time comes
 * in, as the picture of a render does; what was used longest ago makes room, but not while a call
 * reads it. An input is known by its array, which must not change as long as somebody has it.
 */
final class SharedInputs implements AutoCloseable {

  private static final int LEAST_BYTES = 64 << 10;
  private static final int REMEMBERED = 64;

  private final SharedRegion region;
  private final int blockBytes;
  private final List<Block> blocks;
  private final Deque<WeakReference<byte[]>> sentOnce = new ArrayDeque<>();
  private long uses;

  private static final class Block {
    private final long offset;
    private WeakReference<byte[]> content = new WeakReference<>(null);
    private int readers;
    private long lastUse;

    private Block(long offset) {
      this.offset = offset;
    }
  }

  SharedInputs(SharedRegion region, int blockBytes) {
    this.region = region;
    this.blockBytes = blockBytes;
    blocks =
        IntStream.range(0, Math.toIntExact(region.bytes() / blockBytes))
            .mapToObj(block -> new Block((long) block * blockBytes))
            .toList();
  }

  /** Inputs of one call that stay where they are until it is closed. */
  final class Lease implements AutoCloseable {

    private final Map<Tensor, Block> taken = new IdentityHashMap<>();

    /** Where in the region the input lies; empty: it does not. */
    OptionalLong offset(Tensor input) {
      Block block = taken.get(input);
      return block == null ? OptionalLong.empty() : OptionalLong.of(block.offset);
    }

    String region() {
      return region.name();
    }

    /** Whether a server says that it does not have the region. */
    boolean isUnknown(InferenceFailure failure) {
      return failure.getMessage().contains("find shared memory region: '" + region() + "'");
    }

    SharedInputs inputs() {
      return SharedInputs.this;
    }

    boolean isEmpty() {
      return taken.isEmpty();
    }

    @Override
    public void close() {
      release(taken.values());
    }
  }

  /**
   * Finds the inputs that lie in the region, and brings in those that are worth it.
   *
   * @throws IOException where the region has no memory
   */
  synchronized Lease take(List<Tensor> inputs) throws IOException {
    Lease lease = new Lease();
    try {
      for (Tensor input : inputs) {
        ByteBuffer data = input.data();
        Block block = isCandidate(data) ? block(data) : null;
        if (block != null) {
          block.readers++;
          block.lastUse = ++uses;
          lease.taken.put(input, block);
        }
      }
      return lease;
    } catch (IOException e) {
      lease.close();
      throw e;
    }
  }

  @Override
  public void close() {
    region.close();
  }

  private synchronized void release(Iterable<Block> taken) {
    taken.forEach(block -> block.readers--);
  }

  private boolean isCandidate(ByteBuffer data) {
    return data.hasArray()
        && data.array().length == data.remaining()
        && data.remaining() >= LEAST_BYTES
        && data.remaining() <= blockBytes;
  }

  private Block block(ByteBuffer data) throws IOException {
    byte[] content = data.array();
    for (Block block : blocks) {
      if (block.content.refersTo(content)) {
        return block;
      }
    }
    return wasSentBefore(content) ? fill(data) : null;
  }

  /** Null where calls read all blocks. */
  private Block fill(ByteBuffer data) throws IOException {
    Block oldest =
        blocks.stream()
            .filter(block -> block.readers == 0)
            .min(Comparator.comparingLong(block -> block.lastUse))
            .orElse(null);
    if (oldest != null) {
      oldest.content = new WeakReference<>(null);
      region.write(data, oldest.offset);
      oldest.content = new WeakReference<>(data.array());
    }
    return oldest;
  }

  private boolean wasSentBefore(byte[] content) {
    for (WeakReference<byte[]> sent : sentOnce) {
      if (sent.refersTo(content)) {
        return true;
      }
    }
    sentOnce.addLast(new WeakReference<>(content));
    if (sentOnce.size() > REMEMBERED) {
      sentOnce.removeFirst();
    }
    return false;
  }
}
