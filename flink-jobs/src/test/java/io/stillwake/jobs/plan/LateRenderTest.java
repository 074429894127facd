package io.stillwake.jobs.plan;

import static io.stillwake.jobs.SomeRender.CLIP;
import static io.stillwake.jobs.SomeRender.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.stillwake.jobs.SomeRender;
import io.stillwake.proto.LatentChunk.ContentCase;
import io.stillwake.proto.RenderError;
import io.stillwake.proto.RenderSpec;
import io.stillwake.proto.WorkItem;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Renders that nobody wants any more a minute after they were submitted. */
final class LateRenderTest {

  private static final RenderSpec HURRIED = CLIP.toBuilder().setDeadlineSeconds(60).build();
  private static final Duration MINUTE = Duration.ofSeconds(60);

  private AdvanceRenderHarness generate;

  @BeforeEach
  void start() throws Exception {
    generate = AdvanceRenderHarness.start();
  }

  @AfterEach
  void close() throws Exception {
    generate.close();
  }

  @Test
  void everyItemHasTheDeadlineOfItsRender() throws Exception {
    generate.submit(HURRIED);
    generate.upload();
    generate.workAll();

    Timestamp deadline = Timestamps.fromMillis(NOW.plus(MINUTE).toEpochMilli());
    assertThat(generate.work())
        .hasSize(8)
        .allSatisfy(item -> assertThat(item.getDeadline()).isEqualTo(deadline));
  }

  @Test
  void aRenderWithoutADeadlineHasNone() throws Exception {
    generate.submit(CLIP);
    generate.upload();
    generate.pass(Duration.ofDays(2));
    generate.workAll();

    assertThat(generate.work()).hasSize(8).noneMatch(WorkItem::hasDeadline);
  }

  @Test
  void aDeadlineIsNoPartOfTheWork() throws Exception {
    generate.submit(HURRIED);
    generate.upload();
    String hurried = generate.work().get(0).getWorkId();
    close();
    start();
    generate.submit(CLIP);
    generate.upload();

    assertThat(generate.work().get(0).getWorkId()).isEqualTo(hurried);
  }

  @Test
  void aSourceThatComesTooLateIsNotWorkedOn() throws Exception {
    generate.submit(HURRIED);
    generate.pass(MINUTE);
    generate.upload();

    assertThat(error().getCode()).isEqualTo("deadline_passed");
    assertThat(error().getRetryable()).isTrue();
    assertThat(error().getMessage()).contains("60 s");
    assertThat(generate.work()).isEmpty();
    assertThat(generate.events()).isEmpty();
  }

  @Test
  void anAnswerThatComesTooLateEndsTheRenderAndDropsTheRest() throws Exception {
    generate.submit(HURRIED);
    generate.upload();
    generate.pass(MINUTE.minusMillis(1));
    generate.answer(generate.work().get(0));
    generate.pass(MINUTE);
    generate.answer(generate.work().get(1));

    assertThat(generate.contents()).containsExactly(ContentCase.FAILED);
    assertThat(error().getCode()).isEqualTo("deadline_passed");
    assertThat(generate.chunks().get(0).getFailed().getStepsList()).hasSize(2);
    assertThat(generate.work()).hasSize(2);
    assertThat(generate.drops()).hasSize(1);
  }

  @Test
  void anItemThatWasGivenUpForItsDeadlineEndsTheRender() throws Exception {
    generate.submit(HURRIED);
    generate.upload();
    generate.hear(SomeRender.failed(generate.work().get(0), "deadline_passed", true));

    assertThat(error().getCode()).isEqualTo("deadline_passed");
    assertThat(error().getStep()).isEqualTo("prepare");
    assertThat(error().getRetryable()).isTrue();
    assertThat(generate.drops()).hasSize(1);
  }

  private RenderError error() {
    return generate.chunks().get(0).getFailed().getError();
  }
}
