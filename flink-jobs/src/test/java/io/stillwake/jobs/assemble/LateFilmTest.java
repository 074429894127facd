package io.stillwake.jobs.assemble;

import static io.stillwake.jobs.assemble.SomePlan.FILM;
import static io.stillwake.jobs.assemble.SomePlan.chunk;
import static io.stillwake.jobs.assemble.SomePlan.plan;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Timestamps;
import io.stillwake.jobs.SomeRender;
import io.stillwake.proto.RenderEnding;
import io.stillwake.proto.RenderPlan;
import io.stillwake.proto.RenderState;
import io.stillwake.proto.WorkItem;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Films that nobody wants any more a minute after they were submitted. */
final class LateFilmTest {

  private static final Duration MINUTE = Duration.ofSeconds(60);
  private static final RenderPlan HURRIED = hurried();

  private AssembleRenderHarness assemble;

  @BeforeEach
  void start() throws Exception {
    assemble = AssembleRenderHarness.start();
  }

  @AfterEach
  void close() throws Exception {
    assemble.close();
  }

  @Test
  void everyItemHasTheDeadlineOfItsRender() throws Exception {
    assemble.hear(plan(HURRIED), chunk(0), chunk(1), chunk(2), chunk(3));
    for (WorkItem decode : assemble.work()) {
      assemble.answer(decode);
    }

    assertThat(assemble.work())
        .hasSize(4)
        .allSatisfy(
            item ->
                assertThat(Timestamps.toMillis(item.getDeadline()))
                    .isEqualTo(SomeRender.NOW.plus(MINUTE).toEpochMilli()));
  }

  @Test
  void aPlanThatComesTooLateIsNotWorkedOn() throws Exception {
    assemble.pass(MINUTE);
    assemble.hear(plan(HURRIED));

    failsLate();
    assertThat(assemble.work()).isEmpty();
  }

  @Test
  void aChunkThatComesTooLateIsNotDecoded() throws Exception {
    assemble.hear(plan(HURRIED), chunk(0));
    assemble.pass(MINUTE);
    assemble.hear(chunk(1));

    failsLate();
    assertThat(assemble.work()).isEmpty();
  }

  @Test
  void aSegmentThatComesTooLateEndsTheRenderAndDropsTheRest() throws Exception {
    assemble.hear(plan(HURRIED), chunk(0), chunk(1), chunk(2), chunk(3));
    assemble.pass(MINUTE);
    assemble.answer(assemble.work().get(0));
    assemble.answer(assemble.work().get(1));

    failsLate();
    assertThat(assemble.drops()).hasSize(1);
  }

  @Test
  void aFilmThatIsThereIsGivenOutAllTheSame() throws Exception {
    assemble.hear(plan(HURRIED), chunk(0), chunk(1), chunk(2), chunk(3));
    for (WorkItem decode : List.copyOf(assemble.work())) {
      assemble.answer(decode);
    }
    assemble.pass(MINUTE);
    assemble.answer(assemble.work().get(3));

    assertThat(assemble.endings())
        .extracting(RenderEnding::getState)
        .containsExactly(RenderState.RENDER_STATE_COMPLETED);
  }

  private void failsLate() {
    assertThat(assemble.endings())
        .singleElement()
        .satisfies(
            ending -> {
              assertThat(ending.getState()).isEqualTo(RenderState.RENDER_STATE_FAILED);
              assertThat(ending.getError().getCode()).isEqualTo("deadline_passed");
              assertThat(ending.getError().getRetryable()).isTrue();
            });
  }

  private static RenderPlan hurried() {
    RenderPlan.Builder plan = FILM.toBuilder();
    plan.getSpecBuilder().setDeadlineSeconds(60);
    return plan.build();
  }
}
