package io.stillwake.ingest.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.stillwake.proto.RenderProgress;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutlookTest {

  private static final RenderRecords RECORDS = new RenderRecords("01m844dzg0edt7pe93gypg54bq");

  /** When the records are told whose sequence is 0. */
  private static final Instant TOLD = RenderRecords.SUBMITTED.plusSeconds(10);

  @Test
  void endsAfterTheLongestChainWhereThereAreSlotsEnough() {
    assertThat(end(8, RECORDS.left("generate", 20, 6), RECORDS.left("assemble", 5, 2)))
        .isEqualTo(TOLD.plusSeconds(8));
  }

  @Test
  void endsAfterAllTheWorkWhereSlotsAreFew() {
    assertThat(end(2, RECORDS.left("generate", 20, 6), RECORDS.left("assemble", 5, 2)))
        .isEqualTo(TOLD.plusMillis(12_500));
  }

  @Test
  void goesByTheChainWhereNobodySaidHowManySlotsThereAre() {
    assertThat(end(0, RECORDS.left("generate", 20, 6))).isEqualTo(TOLD.plusSeconds(6));
  }

  @Test
  void waitsFirst() {
    RenderProgress waiting = RECORDS.waiting(0, 0, 4.5, 2);

    assertThat(end(2, RECORDS.left("generate", 20, 6), waiting)).isEqualTo(TOLD.plusMillis(14_500));
  }

  @Test
  void sharesTheSlotsWithThoseBeforeItButHasOneOfItsOwn() {
    RenderProgress left = RECORDS.left("generate", 24, 6);

    assertThat(end(8, left, RECORDS.waiting(0, 1, 0, 8))).isEqualTo(TOLD.plusSeconds(6));
    assertThat(end(8, left, RECORDS.waiting(0, 3, 0, 8))).isEqualTo(TOLD.plusSeconds(12));
    assertThat(end(8, left, RECORDS.waiting(0, 99, 0, 8))).isEqualTo(TOLD.plusSeconds(24));
  }

  @Test
  void aWaitThatIsOverByTheNewestWordIsNotWaitedAgain() {
    RenderProgress waited = RECORDS.waiting(0, 0, 3, 8);
    RenderProgress later =
        RECORDS.left("generate", 20, 6).toBuilder()
            .setAt(RECORDS.waiting(5, 0, 0, 0).getAt())
            .build();

    assertThat(end(8, later, waited)).isEqualTo(TOLD.plusSeconds(5 + 6));
  }

  @Test
  void whatFollowsTheOtherJobsPartBeginsWhenThatIsDone() {
    RenderProgress done =
        RECORDS.left("generate", 0, 0).toBuilder()
            .setAt(RECORDS.waiting(7, 0, 0, 0).getAt())
            .build();

    assertThat(end(8, done, RECORDS.left("assemble", 5, 2))).isEqualTo(TOLD.plusSeconds(7 + 2));
  }

  @Test
  void nobodyKnowsAnEndWhereNoWorkerIsAlive() {
    Outlook outlook =
        Outlook.of(List.of(RECORDS.left("generate", 20, 6), RECORDS.waiting(0, 0, -1, 0)), 0);

    assertThat(outlook.end()).isNull();
    assertThat(outlook.queue())
        .isEqualTo(
            new QueuePlace(
                "cpu", 1, 2, null, 0, "no worker of pool 'cpu' is alive; its work is kept"));
  }

  @Test
  void anEstimateBeyondAllReasonIsNone() {
    RenderProgress left = RECORDS.left("generate", 20, 6);
    RenderProgress never = RECORDS.waiting(0, 0, Double.POSITIVE_INFINITY, 8);

    assertThat(Outlook.of(List.of(left, never), 8).end()).isNull();
    assertThat(Outlook.of(List.of(RECORDS.left("generate", 1e300, Double.NaN)), 8).end()).isNull();
  }

  @Test
  void jobsThatSayNothingOfWhatIsLeftLeaveTheEndUnknown() {
    assertThat(Outlook.of(List.of(RECORDS.frames(1, 4), RECORDS.segments(1, 2)), 8))
        .isEqualTo(Outlook.NONE);
  }

  private static Instant end(int slots, RenderProgress... jobs) {
    return Outlook.of(List.of(jobs), slots).end();
  }
}
