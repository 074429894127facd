package io.stillwake.inference.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.util.Timestamps;
import io.stillwake.inference.InferenceFailure.Kind;
import io.stillwake.inference.ModelRequest;
import io.stillwake.inference.Tensor;
import io.stillwake.inference.media.PictureCodec;
import io.stillwake.inference.worker.WorkExecution.Verdict;
import io.stillwake.proto.AnchorsTask;
import io.stillwake.proto.FindTask;
import io.stillwake.proto.ModelCall;
import io.stillwake.proto.ObjectRef;
import io.stillwake.proto.Parameter;
import io.stillwake.proto.PrepareTask;
import io.stillwake.proto.StylizeTask;
import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkKind;
import io.stillwake.proto.WorkResult;
import io.stillwake.proto.WorkTimings;
import io.stillwake.storage.ObjectKey;
import io.stillwake.storage.ObjectLayout;
import io.stillwake.storage.RenderId;
import io.stillwake.storage.Sha256;
import io.stillwake.storage.StoredObject;
import io.stillwake.storage.WorkId;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class WorkExecutionTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  private Bench bench;
  private WorkItem stylize;

  @BeforeEach
  void start() throws Exception {
    bench = new Bench();
    stylize = stylize(call("toy-stylize", strength(0.5)));
  }

  @Test
  void makesTheOutputAndAnnouncesIt() throws Exception {
    Verdict verdict = bench.execute(stylize);

    assertThat(verdict).isEqualTo(Verdict.DONE);
    WorkResult result = bench.onlyAnnounced();
    assertThat(result.getOutput().getReused()).isFalse();
    assertThat(result.getWorker()).isEqualTo("w1");
    assertThat(result.getTimings().hasFinishedAt()).isTrue();
    ObjectRef picture = result.getOutput().getPicture().getObject();
    assertThat(PictureCodec.readPng(bench.read(picture)).rgb(0, 0) & 0xff).isEqualTo(255 - 40);
  }

  @Test
  void announcesTheFailureOfAnItemThatHasNoPlaceInTheStore() throws Exception {
    Verdict verdict = bench.execute(stylize.toBuilder().setWorkId("none").build());

    assertThat(verdict).isEqualTo(Verdict.DONE);
    assertThat(bench.onlyAnnounced().getFailure().getCode()).isEqualTo(WorkFailed.INTERNAL);
    assertThat(bench.onlyAnnounced().getFailure().getMessage()).contains("'none'");
  }

  @Test
  void findsTheOutputOfAnEarlierAttempt() throws Exception {
    bench.execute(stylize);

    bench.execute(stylize.toBuilder().setAttempt(2).build());

    assertThat(bench.server.calls("toy-stylize")).isEqualTo(1);
    WorkResult second = bench.announced.get(1);
    assertThat(second.getOutput().getReused()).isTrue();
    assertThat(second.getAttempt()).isEqualTo(2);
    assertThat(second.getOutput().getPicture())
        .isEqualTo(bench.announced.get(0).getOutput().getPicture());
  }

  @Test
  void findsTheOutputOfAnotherRender() throws Exception {
    String other = "01jd0000000000000000000001";
    bench.execute(stylize);

    bench.execute(stylize.toBuilder().setRenderId(other).build());

    assertThat(bench.server.calls("toy-stylize")).isEqualTo(1);
    assertThat(bench.announced.get(1).getRenderId()).isEqualTo(other);
  }

  @Test
  void makesTheOutputOnceForTwoItemsAtTheSameTime() throws Exception {
    bench.server.hold();
    CompletableFuture<Verdict> first = execute(stylize);
    await().until(() -> bench.server.running() == 1);
    CompletableFuture<Verdict> second =
        execute(stylize.toBuilder().setRenderId("01jd0000000000000000000001").build());

    bench.server.release();

    assertThat(first).succeedsWithin(SOON);
    assertThat(second).succeedsWithin(SOON);
    assertThat(bench.server.calls("toy-stylize")).isEqualTo(1);
    assertThat(bench.announced).hasSize(2);
  }

  @Test
  void doesNotMakeWhatAnotherWorkerMadeWhileItWaitedForASlot() throws Exception {
    bench.server.hold();
    CompletableFuture<Verdict> busy = execute(other("busy"));
    await().until(() -> bench.server.running() == 1);
    CompletableFuture<Verdict> waiting = execute(stylize);
    await().until(() -> bench.slots.waiting() == 1);

    makeElsewhere(stylize);
    bench.server.release();

    assertThat(busy).succeedsWithin(SOON);
    assertThat(waiting).succeedsWithin(SOON).isEqualTo(Verdict.DONE);
    assertThat(bench.server.calls("toy-stylize")).isEqualTo(1);
    assertThat(bench.announced)
        .filteredOn(result -> result.getWorkId().equals(stylize.getWorkId()))
        .singleElement()
        .satisfies(result -> assertThat(result.getOutput().getReused()).isTrue());
  }

  @Test
  void announcesTheOutputThatWasThereFirst() throws Exception {
    bench.server.hold();
    CompletableFuture<Verdict> slower = execute(stylize);
    await().until(() -> bench.server.running() == 1);

    WorkResult first = makeElsewhere(stylize);
    bench.server.release();

    assertThat(slower).succeedsWithin(SOON).isEqualTo(Verdict.DONE);
    WorkResult announced = bench.onlyAnnounced();
    assertThat(announced.getTimings()).isEqualTo(first.getTimings());
    assertThat(announced.getOutput().getReused()).isTrue();
    assertThat(bench.outputs(stylize)).hasSize(1);
  }

  /** In another process, whose store this one sees. */
  private WorkResult makeElsewhere(WorkItem item) throws Exception {
    Bench other = new Bench();
    other.picture(40);
    other.execute(item);
    StoredObject made = other.outputs(item).get(0);
    byte[] content = other.store.get(made.key(), "");
    String note = other.store.note(made.key()).orElseThrow();
    bench.store.create(made.key(), content, Sha256.of(content), made.mediaType(), note);
    return WorkResult.parseFrom(Base64.getDecoder().decode(note));
  }

  @Test
  void makesAnOutputAgainWhoseNoteNobodyCanRead() throws Exception {
    ObjectKey place =
        ObjectLayout.standard().workOutput(Bench.TENANT, new WorkId(stylize.getWorkId()));
    bench.store.create(place, new byte[1], Sha256.of(new byte[1]), "image/png", "what?");

    bench.execute(stylize);

    assertThat(bench.onlyAnnounced().getOutput().getReused()).isFalse();
    assertThat(bench.store.stat(place).orElseThrow().size()).isGreaterThan(1);
  }

  @Test
  void makesAnOutputAgainThatHasExpired() throws Exception {
    bench.execute(stylize);
    ObjectRef made = bench.onlyAnnounced().getOutput().getPicture().getObject();
    bench.store.delete(ObjectKey.of(made));

    bench.execute(stylize);

    assertThat(bench.server.calls("toy-stylize")).isEqualTo(2);
    assertThat(bench.announced.get(1).getOutput().getReused()).isFalse();
  }

  /** The process dies at its n-th call of the store: look up, fetch, output. */
  @RepeatedTest(3)
  void announcesNothingThatIsNotStored(RepetitionInfo repetition) throws Exception {
    bench.dieAfterStoreCalls(repetition.getCurrentRepetition() - 1);

    assertThat(execute(stylize)).failsWithin(SOON);

    assertThat(bench.announced).isEmpty();
    assertThat(bench.outputs(stylize)).isEmpty();
  }

  @Test
  void whatWasStoredButNotAnnouncedIsNotMadeAgain() throws Exception {
    bench.failNextAnnouncement();

    assertThat(bench.execute(stylize)).isEqualTo(Verdict.HAND_BACK);
    assertThat(bench.execute(stylize)).isEqualTo(Verdict.DONE);

    assertThat(bench.server.calls("toy-stylize")).isEqualTo(1);
    assertThat(bench.onlyAnnounced().getOutput().getReused()).isTrue();
  }

  @Test
  void outlastsAStoreThatIsAwayForAWhile() throws Exception {
    bench.store.failNext(6);

    bench.execute(stylize);

    assertThat(bench.onlyAnnounced().hasOutput()).isTrue();
  }

  @Test
  void leavesTheItemToALaterAttemptWhereTheStoreStaysAway() throws Exception {
    bench.store.failNext(100_000);

    bench.execute(stylize);

    assertFailure("store_unavailable", false);
  }

  @Test
  void outlastsAServerThatTurnsCallsAway() throws Exception {
    bench.server.failNext(4, Kind.REJECTED);
    bench.server.failNext(2, Kind.MAYBE_EXECUTED);

    bench.execute(stylize);

    assertThat(bench.onlyAnnounced().hasOutput()).isTrue();
    assertThat(bench.server.calls("toy-stylize")).isEqualTo(7);
  }

  @Test
  void doesNotRepeatACallThatRaisedAnError() throws Exception {
    bench.server.failNext(1, Kind.FAILED);

    bench.execute(stylize);

    assertFailure("model_failed", false);
    assertThat(bench.server.calls("toy-stylize")).isEqualTo(1);
  }

  @Test
  void handsItemsBackWhenTheServersBackendIsDead() throws Exception {
    bench.server.failNext(100, Kind.SERVER_SICK);

    Verdict verdict = bench.execute(stylize);

    assertThat(verdict).isEqualTo(Verdict.HAND_BACK);
    assertThat(bench.health.isSick()).isTrue();
    assertThat(bench.announced).isEmpty();
    assertThat(bench.server.calls("toy-stylize")).isEqualTo(3);
  }

  @Test
  void failsForGoodWhereTheModelRefusesTheCall() throws Exception {
    bench.server.failNext(1, Kind.PERMANENT);

    bench.execute(stylize);

    assertFailure("model_rejected", true);
  }

  @Test
  void namesTheInputThatNobodyProvides() throws Exception {
    bench.execute(stylize(call("toy-stylize")));

    assertFailure("model_rejected", true);
    assertThat(bench.onlyAnnounced().getFailure().getMessage())
        .contains("'toy-stylize'", "strength");
    assertThat(bench.server.requests()).isEmpty();
  }

  @Test
  void leavesOutParametersThatTheModelDoesNotDeclare() throws Exception {
    Parameter undeclared = Parameter.newBuilder().setName("prompt").addStrings("fog").build();

    bench.execute(stylize(call("toy-stylize", strength(0.5), undeclared)));

    assertThat(bench.server.requests().get(0).inputs())
        .extracting(Tensor::name)
        .containsExactly("picture", "strength");
  }

  @Test
  void namesTheCallAfterItsItemAndForWhomItIs() throws Exception {
    bench.execute(stylize);
    bench.execute(
        stylize.toBuilder()
            .setWorkId(Bench.workId("copied").value())
            .setAttempt(2)
            .setCopy(1)
            .build());

    assertThat(bench.server.requests())
        .extracting(ModelRequest::requestId)
        .containsExactly(stylize.getWorkId() + "/1", Bench.workId("copied").value() + "/2/1");
    assertThat(bench.server.requests().get(0).labels())
        .isEqualTo(Map.of("tenant", Bench.TENANT.value(), "render", Bench.RENDER));
  }

  @Test
  void refusesLatentsThatAreNoNumbers() throws Exception {
    WorkItem anchors =
        Bench.item(WorkKind.WORK_KIND_ANCHORS)
            .setAnchors(
                AnchorsTask.newBuilder()
                    .setPicture(bench.picture(40))
                    .setCall(
                        call(
                            "toy-anchors",
                            Parameter.newBuilder().setName("seed").addInts(7).build()))
                    // The toy writes its frame number into each cell: this one is a NaN.
                    .addFrames(0x7C01))
            .build();

    bench.execute(anchors);

    assertFailure("invalid_output", false);
    assertThat(bench.outputs(anchors)).isEmpty();
  }

  @Test
  void cancellingStopsTheRunningCallAndAnnouncesNothing() throws Exception {
    bench.server.hold();
    CompletableFuture<Verdict> running = execute(stylize);
    await().until(() -> bench.server.running() == 1);

    bench.items.cancel(Bench.RENDER);

    assertThat(running).succeedsWithin(SOON).isEqualTo(Verdict.DONE);
    assertThat(bench.server.canceled()).isEqualTo(1);
    assertThat(bench.announced).isEmpty();
  }

  @Test
  void cancellingOneItemStopsItsCallAndAnnouncesNothing() throws Exception {
    bench.server.hold();
    CompletableFuture<Verdict> running = execute(stylize);
    await().until(() -> bench.server.running() == 1);

    bench.items.cancel(Bench.RENDER, stylize.getWorkId());

    assertThat(running).succeedsWithin(SOON).isEqualTo(Verdict.DONE);
    assertThat(bench.server.canceled()).isEqualTo(1);
    assertThat(bench.announced).isEmpty();
  }

  @Test
  void cancellingOneItemStopsItWhileItWaitsForASlot() throws Exception {
    bench.server.hold();
    CompletableFuture<Verdict> busy = execute(other("busy"));
    await().until(() -> bench.server.running() == 1);
    CompletableFuture<Verdict> waiting = execute(stylize);
    await().until(() -> bench.slots.waiting() == 1);

    bench.items.cancel(Bench.RENDER, stylize.getWorkId());

    assertThat(waiting).succeedsWithin(SOON).isEqualTo(Verdict.DONE);
    bench.server.release();
    assertThat(busy).succeedsWithin(SOON);
    assertThat(bench.server.requests()).hasSize(1);
  }

  @Test
  void aSecondCopyDoesNotWaitForTheFirst() throws Exception {
    Bench wide = new Bench(2);
    wide.picture(40);
    wide.server.hold();
    CompletableFuture<Verdict> first = execute(wide, stylize);
    await().until(() -> wide.server.running() == 1);

    CompletableFuture<Verdict> copy = execute(wide, stylize.toBuilder().setCopy(1).build());

    await().until(() -> wide.server.running() == 2);
    wide.server.release();
    assertThat(first).succeedsWithin(SOON);
    assertThat(copy).succeedsWithin(SOON);
    assertThat(wide.announced).extracting(WorkResult::getCopy).containsExactlyInAnyOrder(0, 1);
  }

  @Test
  void nothingIsBegunAfterItsDeadline() throws Exception {
    bench.execute(
        stylize.toBuilder()
            .setDeadline(Timestamps.fromMillis(System.currentTimeMillis() - 1))
            .build());

    assertFailure("deadline_passed", true);
    assertThat(bench.server.requests()).isEmpty();
  }

  @Test
  void aCallIsNotWaitedForLongAfterTheDeadline() throws Exception {
    bench.execute(
        stylize.toBuilder()
            .setDeadline(Timestamps.fromMillis(System.currentTimeMillis() + 30_000))
            .build());

    assertThat(bench.server.requests().get(0).timeout())
        .isLessThanOrEqualTo(Duration.ofMillis(30_500))
        .isGreaterThan(Duration.ofSeconds(1));
  }

  @Test
  void theEndHandsBackWhatWaitsAndLetsWhatRunsComeToItsEnd() throws Exception {
    bench.server.hold();
    CompletableFuture<Verdict> running = execute(stylize);
    await().until(() -> bench.server.running() == 1);
    CompletableFuture<Verdict> waiting = execute(other("waiting"));
    await().until(() -> bench.slots.waiting() == 1);

    bench.items.end();

    assertThat(waiting).succeedsWithin(SOON).isEqualTo(Verdict.HAND_BACK);
    assertThat(execute(other("late"))).succeedsWithin(SOON).isEqualTo(Verdict.HAND_BACK);
    bench.server.release();
    assertThat(running).succeedsWithin(SOON).isEqualTo(Verdict.DONE);
    assertThat(bench.onlyAnnounced().getWorkId()).isEqualTo(stylize.getWorkId());
  }

  @Test
  void theEndHandsBackWhatIsStillBeingFetched() throws Exception {
    bench.hangStore("get");
    CompletableFuture<Verdict> fetching = execute(stylize);

    bench.items.end();
    bench.mendStore();

    assertThat(fetching).succeedsWithin(SOON).isEqualTo(Verdict.HAND_BACK);
    assertThat(bench.server.requests()).isEmpty();
  }

  @Test
  void theEndLetsAResultBeStoredAndAnnounced() throws Exception {
    bench.hangStore("put");
    CompletableFuture<Verdict> storing = execute(stylize);
    await().until(() -> bench.server.requests().size() == 1);

    bench.items.end();
    bench.mendStore();

    assertThat(storing).succeedsWithin(SOON).isEqualTo(Verdict.DONE);
    assertThat(bench.onlyAnnounced().hasOutput()).isTrue();
  }

  @Test
  void tellsWhereTheItemWasBeforeItCame() throws Exception {
    long issued = System.currentTimeMillis() - 2_000;
    bench.execute(
        stylize.toBuilder()
            .setRequestedAt(Timestamps.fromMillis(issued - 5_000))
            .setIssuedAt(Timestamps.fromMillis(issued))
            .build());
    bench.execute(
        other("from a clock ahead").toBuilder()
            .setRequestedAt(Timestamps.fromMillis(issued + 70_000))
            .setIssuedAt(Timestamps.fromMillis(issued + 60_000))
            .build());

    WorkTimings timings = bench.announced.get(0).getTimings();
    assertThat(timings.getQueuedMs()).isEqualTo(5_000);
    assertThat(timings.getHandedOverMs()).isBetween(2_000L, 60_000L);
    assertThat(bench.announced.get(1).getTimings().getQueuedMs()).isZero();
    assertThat(bench.announced.get(1).getTimings().getHandedOverMs()).isZero();
  }

  @Test
  void dropsTheItemsOfACanceledRender() throws Exception {
    bench.items.cancel(Bench.RENDER);

    Verdict verdict = bench.execute(stylize);

    assertThat(verdict).isEqualTo(Verdict.DONE);
    assertThat(bench.server.requests()).isEmpty();
    assertThat(bench.announced).isEmpty();
  }

  @Test
  void pinsTheVersionOfAnUploadThatIsThere() throws Exception {
    ObjectKey key = ObjectLayout.standard().source(Bench.TENANT, new RenderId(Bench.RENDER));
    String etag = bench.store.put(key, new byte[] {1, 2, 3}, "image/jpeg").etag();

    bench.execute(find(key));

    ObjectRef found = bench.onlyAnnounced().getOutput().getFound();
    assertThat(found.getEtag()).isEqualTo(etag);
    assertThat(found.getSize()).isEqualTo(3);
  }

  @Test
  void looksAgainForAnUploadThatWasNotThere() throws Exception {
    ObjectKey key = ObjectLayout.standard().source(Bench.TENANT, new RenderId(Bench.RENDER));
    bench.execute(find(key));
    assertFailure("upload_missing", true);
    bench.store.put(key, new byte[] {1, 2, 3}, "image/jpeg");

    bench.execute(find(key));

    assertThat(bench.announced.get(1).getOutput().hasFound()).isTrue();
  }

  @Test
  void aSourceThatWasReplacedIsAnotherRender() throws Exception {
    ObjectKey key = ObjectLayout.standard().source(Bench.TENANT, new RenderId(Bench.RENDER));
    ObjectRef pinned = bench.store.put(key, new byte[] {1}, "image/jpeg").toRef("");
    bench.store.put(key, new byte[] {2}, "image/jpeg");
    WorkItem prepare =
        Bench.item(WorkKind.WORK_KIND_PREPARE)
            .setPrepare(PrepareTask.newBuilder().setSource(pinned))
            .build();

    bench.execute(prepare);

    assertFailure("source_changed", true);
  }

  @Test
  void itemsOfARenderShareWhatTheyRead() throws Exception {
    bench.execute(stylize);
    bench.store.delete(ObjectKey.of(stylize.getStylize().getPicture()));

    bench.execute(other("of the same picture"));

    assertThat(bench.announced).hasSize(2).allMatch(WorkResult::hasOutput);
  }

  @Test
  void anInputThatHasExpiredFailsForGood() throws Exception {
    ObjectRef picture = stylize.getStylize().getPicture();
    bench.store.delete(ObjectKey.of(picture));

    bench.execute(stylize);

    assertFailure("work_expired", true);
  }

  private WorkItem other(String name) {
    return stylize.toBuilder().setWorkId(Bench.workId(name).value()).build();
  }

  private CompletableFuture<Verdict> execute(WorkItem item) {
    return execute(bench, item);
  }

  private static CompletableFuture<Verdict> execute(Bench bench, WorkItem item) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return bench.execute(item);
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        },
        task -> new Thread(task).start());
  }

  private void assertFailure(String code, boolean forGood) {
    assertThat(bench.onlyAnnounced().getFailure().getCode()).isEqualTo(code);
    assertThat(bench.onlyAnnounced().getFailure().getFinal()).isEqualTo(forGood);
    assertThat(bench.onlyAnnounced().getFailure().getMessage()).isNotBlank();
  }

  private WorkItem stylize(ModelCall call) {
    return Bench.item(WorkKind.WORK_KIND_STYLIZE)
        .setStylize(StylizeTask.newBuilder().setPicture(bench.picture(40)).setCall(call))
        .build();
  }

  private static WorkItem find(ObjectKey key) {
    return Bench.item(WorkKind.WORK_KIND_FIND)
        .setFind(FindTask.newBuilder().setSource(key.toRef("image/jpeg")))
        .build();
  }

  private static ModelCall call(String model, Parameter... parameters) {
    return ModelCall.newBuilder()
        .setModel(model)
        .setVersion("1")
        .addAllParameters(List.of(parameters))
        .build();
  }

  private static Parameter strength(double value) {
    return Parameter.newBuilder().setName("strength").addFloats(value).build();
  }
}
