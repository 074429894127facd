package io.stillwake.inference.worker;

import io.stillwake.inference.FakeModelServer;
import io.stillwake.inference.ToyFamily;
import io.stillwake.inference.ToyModels;
import io.stillwake.inference.media.PictureCodec;
import io.stillwake.inference.media.RgbImage;
import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.proto.ObjectRef;
import io.stillwake.proto.WorkClass;
import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkKind;
import io.stillwake.proto.WorkResult;
import io.stillwake.storage.MemoryObjectStore;
import io.stillwake.storage.ObjectKey;
import io.stillwake.storage.ObjectLayout;
import io.stillwake.storage.ObjectStore;
import io.stillwake.storage.Sha256;
import io.stillwake.storage.StoredObject;
import io.stillwake.storage.Tenant;
import io.stillwake.storage.WorkId;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A worker's insides on a store in memory and toy models: everything but its queue. */
final class Bench {

  static final Tenant TENANT = new Tenant("acme");
  static final String RENDER = "01jd0000000000000000000000";
  static final int WIDTH = 64;
  static final int HEIGHT = 48;

  /** For an item that no intake knows of. */
  static final Intake.Place NOWHERE =
      new Intake.Place() {
        @Override
        public void ready() {}

        @Override
        public void begin() {}

        @Override
        public void close() {}
      };

  final MemoryObjectStore store = new MemoryObjectStore();
  final FakeModelServer server;
  final HeldItems items = new HeldItems(InstantSource.system(), 100, Duration.ofMinutes(1));
  final List<WorkResult> announced = new CopyOnWriteArrayList<>();
  final ServerHealth health = new ServerHealth(3, reason -> {});
  final RunningCalls running;
  final Slots slots;
  final WorkExecution execution;

  /** What {@link #running} takes for the time. */
  volatile long nanoTime;

  private int announcementsToFail;
  private final Set<String> hangingCalls = ConcurrentHashMap.newKeySet();
  private int storeCallsToLive = Integer.MAX_VALUE;

  Bench() throws Exception {
    this(ToyFamily.descriptor().build());
  }

  Bench(FamilyDescriptor family) throws Exception {
    this(family, ToyFamily.server());
  }

  /** Whose server runs so many calls at once. */
  Bench(int slots) throws Exception {
    this(ToyFamily.descriptor().build(), ToyFamily.server(), slots);
  }

  Bench(FamilyDescriptor family, FakeModelServer server) throws Exception {
    this(family, server, 1);
  }

  /** With a family that has all that a family can have. */
  static Bench whole() throws Exception {
    return new Bench(ToyFamily.whole().build(), ToyModels.server());
  }

  private Bench(FamilyDescriptor family, FakeModelServer server, int slotCount) throws Exception {
    this.server = server;
    this.slots = new Slots(slotCount, System::nanoTime);
    this.running = new RunningCalls(server, () -> nanoTime);
    Backoff backoff =
        new Backoff(
            Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMillis(500), new Random(1));
    ModelCalls calls =
        new ModelCalls(
            server, ServedModels.check(List.of(family), server), slots, health, running, backoff);
    execution =
        new WorkExecution(
            "w1",
            new Attempt.Bench(
                mortal(store),
                ObjectLayout.standard(),
                calls,
                new InputCache(1 << 20),
                backoff,
                Duration.ZERO),
            items,
            this::announce,
            InstantSource.system(),
            new Random(2));
  }

  /** As a lane does with an item that it has taken. */
  WorkExecution.Verdict execute(WorkItem item) throws InterruptedException {
    return execution.execute(item, NOWHERE);
  }

  /** The next announcement fails, as if Kafka were away for too long. */
  void failNextAnnouncement() {
    announcementsToFail++;
  }

  /** Ends the process, as far as the worker can tell, at the call of the store after the next n. */
  void dieAfterStoreCalls(int calls) {
    storeCallsToLive = calls;
  }

  /** Calls of the store by this name do not come back until {@link #mendStore}. */
  void hangStore(String call) {
    hangingCalls.add(call);
  }

  synchronized void mendStore() {
    hangingCalls.clear();
    notifyAll();
  }

  private synchronized void awaitStore(String call) throws InterruptedException {
    while (hangingCalls.contains(call)) {
      wait();
    }
  }

  /** No worker can catch this. */
  static final class ProcessDied extends Error {
    private static final long serialVersionUID = 1L;
  }

  private ObjectStore mortal(ObjectStore store) {
    return (ObjectStore)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (proxy, method, arguments) -> {
              awaitStore(method.getName());
              if (storeCallsToLive-- == 0) {
                throw new ProcessDied();
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private void announce(WorkResult result) throws IOException {
    if (announcementsToFail > 0) {
      announcementsToFail--;
      throw new IOException("nobody listens (injected)");
    }
    announced.add(result);
  }

  WorkResult onlyAnnounced() {
    if (announced.size() != 1) {
      throw new AssertionError("announced: " + announced + " (expected: one result)");
    }
    return announced.get(0);
  }

  /** An item of the render, lacking its task. */
  static WorkItem.Builder item(WorkKind kind) {
    return WorkItem.newBuilder()
        .setWorkId(workId(kind.name()).value())
        .setRenderId(RENDER)
        .setTenant(TENANT.value())
        .setKind(kind)
        .setPool(ToyFamily.POOL)
        .setWorkClass(WorkClass.WORK_CLASS_INTERACTIVE)
        .setAttempt(1);
  }

  static WorkId workId(String name) {
    return WorkId.of(TENANT, name, List.of(), new byte[0], "", "");
  }

  /** A stored prepared picture, all of one grey. */
  ObjectRef picture(int grey) {
    byte[] pixels = new byte[WIDTH * HEIGHT * 3];
    Arrays.fill(pixels, (byte) grey);
    return put(
        "picture-" + grey, PictureCodec.png(new RgbImage(WIDTH, HEIGHT, pixels)), "image/png");
  }

  ObjectRef put(String name, byte[] content, String mediaType) {
    ObjectKey key =
        ObjectLayout.standard().besideOutput(TENANT, workId("given"), "1-w0-00000000", name);
    return store.put(key, content, mediaType).toRef(Sha256.of(content));
  }

  byte[] read(ObjectRef ref) {
    return store.get(ObjectKey.of(ref), ref.getEtag());
  }

  List<StoredObject> outputs(WorkItem item) {
    return store.list("renders", "work/" + TENANT + "/" + item.getWorkId() + "/");
  }
}
