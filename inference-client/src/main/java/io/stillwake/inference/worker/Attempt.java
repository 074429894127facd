package io.stillwake.inference.worker;

import io.stillwake.inference.Tensor;
import io.stillwake.inference.media.MediaException;
import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.proto.ModelCall;
import io.stillwake.proto.ObjectRef;
import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkResult;
import io.stillwake.proto.WorkTimings;
import io.stillwake.storage.ObjectKey;
import io.stillwake.storage.ObjectLayout;
import io.stillwake.storage.ObjectMissingException;
import io.stillwake.storage.ObjectStore;
import io.stillwake.storage.Sha256;
import io.stillwake.storage.StoredObject;
import io.stillwake.storage.Tenant;
import io.stillwake.storage.WorkId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One execution of one item: all that a kind of work may do to the world, timed, tried again where
 * trouble passes, and stopped where the render is cancelled.
 */
final class Attempt {

  private final Held held;
  private final WorkItem item;
  private final String name;
  private final Bench bench;
  private final Stopwatch stopwatch;
  private final StoreSteps store;
  private final OutputOnce output;
  private int calls;
  private long lookedAt;

  /**
   * What all attempts share.
   *
   * @param lookAgainAfter how old a look for an earlier output may be when a slot is free: a look
   *     keeps the slot waiting
   */
  record Bench(
      ObjectStore store,
      ObjectLayout layout,
      ModelCalls models,
      InputCache inputs,
      Backoff backoff,
      Duration lookAgainAfter) {}

  /** A step of a codec. */
  interface Codec<T> {
    T run() throws MediaException, IOException, WorkStopped, InterruptedException;
  }

  /** What an object's bytes are. */
  interface Content<T> {
    InputCache.Input<T> read(byte[] content) throws WorkStopped, InterruptedException;
  }

  /**
   * @param name unique to this execution, so that two of them never write the same object
   */
  Attempt(Held held, String name, Bench bench, Stopwatch stopwatch) {
    this.held = held;
    this.item = held.item();
    this.name = name;
    this.bench = bench;
    this.stopwatch = stopwatch;
    this.store = new StoreSteps(bench.store(), bench.backoff(), held, stopwatch);
    this.output = new OutputOnce(item, bench.layout(), store);
  }

  WorkItem item() {
    return item;
  }

  /** Reads the version that was pinned; its content must be what it was when it was stored. */
  byte[] fetch(ObjectRef ref) throws WorkStopped, InterruptedException {
    ObjectKey key = ObjectKey.of(ref);
    try {
      byte[] content = store.get(key, ref.getEtag());
      if (!ref.getSha256().isEmpty() && !Sha256.of(content).equals(ref.getSha256())) {
        throw missing(
            key, "object %s is not what was stored as %s".formatted(key, ref.getSha256()));
      }
      return content;
    } catch (ObjectMissingException e) {
      throw missing(key, e.getMessage());
    }
  }

  /**
   * The same, read as something that is shared with the other items that ask for it.
   *
   * @param reader turns the object's content into an input
   */
  <T> T fetch(ObjectRef ref, Class<T> type, Content<T> reader)
      throws WorkStopped, InterruptedException {
    return bench.inputs().get(ref, type, held, stopwatch, () -> reader.read(fetch(ref)));
  }

  /** What the store has under the key now. */
  Optional<StoredObject> look(ObjectKey key) throws WorkStopped, InterruptedException {
    return store.stat(key);
  }

  /** Stores what goes with the output, which is worth its end from now on. */
  ObjectRef store(String file, byte[] content, String mediaType)
      throws WorkStopped, InterruptedException {
    held.begin();
    ObjectKey key =
        bench
            .layout()
            .besideOutput(new Tenant(item.getTenant()), new WorkId(item.getWorkId()), name, file);
    return store.put(key, content, mediaType);
  }

  /** Takes what is to be the work's output; it is there when it is committed. */
  ObjectRef output(byte[] content, String mediaType) throws WorkStopped {
    held.begin();
    return output.take(content, mediaType);
  }

  /** See {@link OutputOnce#commit}. */
  WorkResult commit(WorkResult result) throws WorkStopped, InterruptedException {
    return output.commit(result);
  }

  /** What an earlier attempt, or another worker's, made and committed. */
  Optional<WorkResult> made() throws WorkStopped, InterruptedException {
    lookedAt = System.nanoTime();
    return output.made();
  }

  /**
   * A job that goes on from a checkpoint asks again for what it asked since, so two workers may
   * have one item; the one that waits longer need not make it. Not once this one has begun.
   */
  private void stopIfMade() throws WorkStopped, InterruptedException {
    boolean fresh = System.nanoTime() - lookedAt < bench.lookAgainAfter().toNanos();
    if (calls == 1 && !fresh) {
      Optional<WorkResult> made = made();
      if (made.isPresent()) {
        throw new WorkMade(made.get());
      }
    }
  }

  /** Copies an output into the render's own folder. */
  ObjectRef publish(ObjectRef from, ObjectRef to) throws WorkStopped, InterruptedException {
    try {
      String etag = store.copy(ObjectKey.of(from), ObjectKey.of(to), from.getMediaType());
      return from.toBuilder().setBucket(to.getBucket()).setKey(to.getKey()).setEtag(etag).build();
    } catch (ObjectMissingException e) {
      throw missing(ObjectKey.of(from), e.getMessage());
    }
  }

  /** Puts a result that no work keeps into the render's own folder. */
  ObjectRef publish(byte[] content, ObjectRef to) throws WorkStopped, InterruptedException {
    return store.put(ObjectKey.of(to), content, to.getMediaType());
  }

  /** Calls a model; see {@link ModelCalls#call}. */
  Map<String, Tensor> call(ModelCall call, Tensor... offered)
      throws WorkStopped, InterruptedException {
    stopIfUnwanted();
    return bench
        .models()
        .call(
            call,
            List.of(offered),
            new ModelCalls.Caller(held, calls++, stopwatch, this::stopIfMade));
  }

  FamilyDescriptor family(ModelCall call) throws WorkFailed {
    return bench.models().family(call);
  }

  /** Runs a codec; a file that it refuses fails the item for good. */
  <T> T code(Codec<T> codec) throws WorkStopped, InterruptedException {
    stopIfUnwanted();
    try (Stopwatch.Lap ignored = stopwatch.time(Stopwatch.Part.CODEC)) {
      return codec.run();
    } catch (MediaException e) {
      throw WorkFailed.forGood(e.code(), e.getMessage(), e);
    } catch (IOException e) {
      throw WorkFailed.forNow(WorkFailed.INTERNAL, "codec: " + e.getMessage(), e);
    }
  }

  void needsNoSlot() {
    held.needsNoSlot();
  }

  void stopIfUnwanted() throws WorkStopped {
    held.stopIfUnwanted(null);
  }

  WorkTimings timings() {
    return stopwatch.timings();
  }

  /** The source or an asset was replaced or deleted by its owner; anything else has expired. */
  private WorkFailed missing(ObjectKey key, String message) {
    boolean asset = bench.layout().isAsset(key);
    String code =
        item.hasPrepare()
            ? WorkFailed.SOURCE_CHANGED
            : asset ? WorkFailed.UNKNOWN_ASSET : WorkFailed.WORK_EXPIRED;
    return WorkFailed.forGood(code, message);
  }
}
