package io.stillwake.inference.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.stillwake.proto.ObjectRef;
import io.stillwake.proto.WorkItem;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InputCacheTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  private final HeldItems items = new HeldItems(InstantSource.system(), 10, Duration.ofMinutes(1));
  private final InputCache cache = new InputCache(10);
  private final AtomicInteger reads = new AtomicInteger();

  @Test
  void readsWhatManyAskForOnce() throws Exception {
    assertThat(get("a", 4)).isEqualTo("a");
    assertThat(get("a", 4)).isEqualTo("a");

    assertThat(reads).hasValue(1);
  }

  @Test
  void anotherVersionIsAnotherInput() throws Exception {
    get("a", 4);
    ObjectRef newer = ref("a").toBuilder().setEtag("2").build();

    assertThat(cache.get(newer, String.class, hold(), watch(), () -> input("new", 4)))
        .isEqualTo("new");
  }

  @Test
  void whatWasAskedForLongestAgoMakesRoom() throws Exception {
    get("a", 4);
    get("b", 4);
    get("a", 4);
    get("c", 4);
    assertThat(cache.size()).isEqualTo(8);
    reads.set(0);

    get("a", 4);
    assertThat(reads).hasValue(0);
    get("b", 4);
    assertThat(reads).hasValue(1);
  }

  @Test
  void keepsNothingThatIsLargerThanAllOfIt() throws Exception {
    assertThat(get("a", 11)).isEqualTo("a");

    assertThat(cache.size()).isZero();
  }

  @Test
  void whoAsksMeanwhileWaitsForTheOneThatReads() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    CompletableFuture<String> first = slow("a", end);
    await().until(() -> reads.get() == 1);
    CompletableFuture<String> second = slow("a", end);

    end.countDown();

    assertThat(first).succeedsWithin(SOON).isEqualTo("a");
    assertThat(second).succeedsWithin(SOON).isEqualTo("a");
    assertThat(reads).hasValue(1);
  }

  @Test
  void whoWaitedReadsItselfWhereTheOtherFailed() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    CompletableFuture<String> failing =
        async(
            () ->
                cache.get(
                    ref("a"),
                    String.class,
                    hold(),
                    watch(),
                    () -> {
                      reads.incrementAndGet();
                      end.await();
                      throw WorkFailed.forNow(WorkFailed.STORE_UNAVAILABLE, "away");
                    }));
    await().until(() -> reads.get() == 1);
    CompletableFuture<String> waiting = async(() -> get("a", 4));

    end.countDown();

    assertThat(failing).failsWithin(SOON);
    assertThat(waiting).succeedsWithin(SOON).isEqualTo("a");
    assertThat(reads).hasValue(2);
  }

  @Test
  void whoIsCanceledWaitsNoLonger() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    CompletableFuture<String> reading = slow("a", end);
    await().until(() -> reads.get() == 1);
    Held held = hold();
    held.cancel();

    assertThatThrownBy(() -> cache.get(ref("a"), String.class, held, watch(), () -> input("a", 4)))
        .isInstanceOf(WorkCanceled.class);

    end.countDown();
    assertThat(reading).succeedsWithin(SOON);
  }

  private String get(String name, long bytes) throws WorkStopped, InterruptedException {
    return cache.get(
        ref(name),
        String.class,
        hold(),
        watch(),
        () -> {
          reads.incrementAndGet();
          return input(name, bytes);
        });
  }

  private CompletableFuture<String> slow(String name, CountDownLatch end) {
    return async(
        () ->
            cache.get(
                ref(name),
                String.class,
                hold(),
                watch(),
                () -> {
                  reads.incrementAndGet();
                  end.await();
                  return input(name, 4);
                }));
  }

  private Held hold() {
    return items.hold(WorkItem.getDefaultInstance(), Bench.NOWHERE);
  }

  private static InputCache.Input<String> input(String value, long bytes) {
    return new InputCache.Input<>(value, bytes);
  }

  private static ObjectRef ref(String name) {
    return ObjectRef.newBuilder().setBucket("renders").setKey(name).setEtag("1").build();
  }

  private static CompletableFuture<String> async(Callable<String> call) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return call.call();
          } catch (Exception e) {
            throw new CompletionException(e);
          }
        },
        task -> new Thread(task).start());
  }

  private static Stopwatch watch() {
    return new Stopwatch(WorkItem.getDefaultInstance(), Instant::now);
  }
}
