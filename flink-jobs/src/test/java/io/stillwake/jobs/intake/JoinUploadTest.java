package io.stillwake.jobs.intake;

import static io.stillwake.jobs.SomeRender.CLIP;
import static io.stillwake.jobs.SomeRender.FAMILY;
import static io.stillwake.jobs.SomeRender.ID;
import static io.stillwake.jobs.SomeRender.TENANT;
import static io.stillwake.jobs.SomeRender.command;
import static io.stillwake.jobs.SomeRender.submit;
import static io.stillwake.jobs.SomeRender.upload;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Timestamps;
import io.stillwake.jobs.SomeRender;
import io.stillwake.jobs.family.Families;
import io.stillwake.jobs.kafka.ProtobufTypeInfo;
import io.stillwake.proto.AnnounceUpload;
import io.stillwake.proto.CancelRender;
import io.stillwake.proto.ObjectRef;
import io.stillwake.proto.RenderCommand;
import io.stillwake.proto.RenderSpec;
import io.stillwake.proto.TicketNews;
import io.stillwake.proto.TicketNews.NewsCase;
import io.stillwake.proto.UploadSign;
import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkKind;
import io.stillwake.proto.WorkResult;
import io.stillwake.storage.ObjectLayout;
import io.stillwake.storage.RenderId;
import io.stillwake.storage.Tenant;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class JoinUploadTest {

  private static final Duration LOOK = Duration.ofSeconds(30);
  private static final Duration DAY = Duration.ofHours(24);

  private KeyedTwoInputStreamOperatorTestHarness<String, RenderCommand, UploadSign, TicketNews>
      join;

  @BeforeEach
  void start() throws Exception {
    join = harness();
    join.open();
  }

  @AfterEach
  void close() throws Exception {
    join.close();
  }

  @Test
  void ticketThenUpload() throws Exception {
    tell(submit(CLIP));
    tell(upload());

    assertThat(news()).containsExactly(NewsCase.SUBMITTED, NewsCase.UPLOADED);
    assertThat(last().getUploaded()).isEqualTo(upload());
    assertThat(join.numProcessingTimeTimers()).isZero();
  }

  @Test
  void aSourceThatIsStoredIsNotWaitedFor() throws Exception {
    ObjectRef film = result(TENANT, "e7");

    tell(stored(film));

    assertThat(news()).containsExactly(NewsCase.SUBMITTED, NewsCase.UPLOADED);
    assertThat(last().getUploaded()).isEqualTo(film);
    assertThat(join.numProcessingTimeTimers()).isZero();
  }

  @Test
  void aStoredSourceOfAnotherTenantOrOfNoVersionStartsNothing() throws Exception {
    tell(stored(result("rival", "e7")));
    tell(stored(result(TENANT, "")));
    tell(stored(upload()));

    assertThat(news()).isEmpty();
  }

  private static RenderCommand stored(ObjectRef source) {
    RenderCommand.Builder submit = submit(CLIP).toBuilder();
    submit.getSubmitBuilder().setStored(true).setSource(source);
    return submit.build();
  }

  private static ObjectRef result(String tenant, String etag) {
    return ObjectLayout.standard()
        .video(new Tenant(tenant), new RenderId(SomeRender.OTHER_ID))
        .toRef("video/mp4")
        .toBuilder()
        .setEtag(etag)
        .setSize(30_000_000)
        .build();
  }

  @Test
  void uploadThenTicket() throws Exception {
    tell(upload());
    tell(submit(CLIP));

    assertThat(news()).containsExactly(NewsCase.SUBMITTED, NewsCase.UPLOADED);
  }

  @Test
  void duplicatesStartNothing() throws Exception {
    tell(submit(CLIP));
    tell(upload());
    tell(submit(CLIP));
    tell(upload());
    tell(command().setUploaded(AnnounceUpload.getDefaultInstance()).build());

    assertThat(news()).containsExactly(NewsCase.SUBMITTED, NewsCase.UPLOADED);
    assertThat(looks()).isEmpty();
  }

  @Test
  void laterVersionStartsNothing() throws Exception {
    tell(submit(CLIP));
    tell(upload());
    tell(upload().toBuilder().setEtag("e2").build());

    assertThat(news()).containsExactly(NewsCase.SUBMITTED, NewsCase.UPLOADED);
  }

  @Test
  void uploadUnderAnotherTenantsNameIsNotTheTickets() throws Exception {
    ObjectRef foreign =
        upload().toBuilder().setKey(upload().getKey().replace(TENANT, "rival")).build();
    tell(foreign);
    tell(submit(CLIP));
    tell(foreign);

    assertThat(news()).containsExactly(NewsCase.SUBMITTED);
  }

  @Test
  void uploadWithoutATicketIsForgottenAfterADay() throws Exception {
    tell(upload());
    join.setStateTtlProcessingTime(DAY.plusMillis(1).toMillis());
    tell(submit(CLIP));

    assertThat(news()).containsExactly(NewsCase.SUBMITTED);
  }

  @Test
  void timerSendsAWorkerToLookEverMoreRarely() throws Exception {
    tell(submit(CLIP));
    pass(LOOK.minusMillis(1));
    assertThat(looks()).isEmpty();

    pass(LOOK);
    assertThat(looks()).hasSize(1);
    pass(LOOK.multipliedBy(3));
    assertThat(looks()).hasSize(2);
    pass(LOOK.multipliedBy(7).minusMillis(1));
    assertThat(looks()).hasSize(2);
    pass(LOOK.multipliedBy(7));
    assertThat(looks()).hasSize(3);
    assertThat(looks()).extracting(WorkItem::getWorkId).doesNotHaveDuplicates();
    assertThat(looks()).allMatch(look -> look.getKind() == WorkKind.WORK_KIND_FIND);
  }

  @Test
  void whatAWorkerFindsIsTheUpload() throws Exception {
    tell(submit(CLIP));
    pass(LOOK);
    tell(SomeRender.done(looks().get(0)));

    assertThat(news()).containsExactly(NewsCase.SUBMITTED, NewsCase.UPLOADED);
  }

  @Test
  void whatIsNotThereIsWaitedFor() throws Exception {
    tell(submit(CLIP));
    pass(LOOK);
    tell(SomeRender.failed(looks().get(0), "upload_missing", true));
    tell(upload());

    assertThat(news()).containsExactly(NewsCase.SUBMITTED, NewsCase.UPLOADED);
  }

  @Test
  void ticketExpires() throws Exception {
    tell(submit(CLIP));
    pass(DAY);

    assertThat(news()).containsExactly(NewsCase.SUBMITTED, NewsCase.REJECTED);
    assertThat(last().getRejected().getCode()).isEqualTo("upload_missing");
    assertThat(join.numProcessingTimeTimers()).isZero();
  }

  @Test
  void aTicketDoesNotWaitBeyondItsDeadline() throws Exception {
    Duration start = Duration.ofMillis(SomeRender.NOW.toEpochMilli());
    pass(start);
    tell(submit(CLIP.toBuilder().setDeadlineSeconds(45).build()));
    pass(start.plusMillis(44_999));
    assertThat(news()).containsExactly(NewsCase.SUBMITTED);
    assertThat(looks())
        .singleElement()
        .satisfies(
            look ->
                assertThat(Timestamps.toMillis(look.getDeadline()))
                    .isEqualTo(start.plusSeconds(45).toMillis()));
    pass(start.plusSeconds(45));

    assertThat(news()).containsExactly(NewsCase.SUBMITTED, NewsCase.REJECTED);
    assertThat(last().getRejected().getCode()).isEqualTo("deadline_passed");
    assertThat(join.numProcessingTimeTimers()).isZero();
  }

  @Test
  void aTicketThatIsReadAfterItsDeadlineIsRejectedWhenItsUploadIsNotThere() throws Exception {
    pass(Duration.ofMillis(SomeRender.NOW.toEpochMilli()).plusSeconds(60));
    tell(submit(CLIP.toBuilder().setDeadlineSeconds(45).build()));
    pass(Duration.ofMillis(SomeRender.NOW.toEpochMilli()).plusSeconds(61));

    assertThat(last().getRejected().getCode()).isEqualTo("deadline_passed");
    assertThat(looks()).isEmpty();
  }

  @Test
  void clientThatSaysLookNowIsHeardAtOnce() throws Exception {
    tell(submit(CLIP));
    tell(command().setUploaded(AnnounceUpload.getDefaultInstance()).build());

    assertThat(looks()).hasSize(1);
  }

  @Test
  void uploadThatIngestFoundNeedsNoLook() throws Exception {
    tell(submit(CLIP));
    tell(announcedAs(upload()));
    tell(upload());

    assertThat(news()).containsExactly(NewsCase.SUBMITTED, NewsCase.UPLOADED);
    assertThat(last().getUploaded()).isEqualTo(upload());
    assertThat(looks()).isEmpty();
  }

  @Test
  void uploadThatIngestFoundIsCheckedAsItsEventIs() throws Exception {
    tell(submit(CLIP));
    tell(announcedAs(upload().toBuilder().setKey("uploads/other").build()));
    tell(announcedAs(upload().toBuilder().setSize(0).build()));

    assertThat(last().getRejected().getCode()).isEqualTo("empty_upload");
  }

  private static RenderCommand announcedAs(ObjectRef stored) {
    return command().setUploaded(AnnounceUpload.newBuilder().setStored(stored)).build();
  }

  @Test
  void impatientClientMakesOneMoreLookAndNoQueueOfThem() throws Exception {
    tell(submit(CLIP));
    for (int i = 0; i < 5; i++) {
      tell(command().setUploaded(AnnounceUpload.getDefaultInstance()).build());
    }
    assertThat(looks()).hasSize(1);
    tell(SomeRender.failed(looks().get(0), "upload_missing", true));
    assertThat(looks()).hasSize(2);
    tell(SomeRender.failed(looks().get(1), "upload_missing", true));

    assertThat(looks()).hasSize(2);
  }

  @Test
  void uploadsOfTheWrongSizeAreRejected() throws Exception {
    rejects(upload().toBuilder().setSize(0).build(), "empty_upload");
    rejects(upload().toBuilder().setSize(16_000_001).build(), "upload_too_large");
    rejects(upload().toBuilder().setSize(999).build(), "upload_mismatch");
  }

  @Test
  void largestUploadIsTaken() throws Exception {
    tell(submit(CLIP));
    tell(upload().toBuilder().setSize(16_000_000).build());

    assertThat(news()).containsExactly(NewsCase.SUBMITTED, NewsCase.UPLOADED);
  }

  @Test
  void specThatCannotBePlannedIsRejectedAtOnce() throws Exception {
    RenderSpec spec = CLIP.toBuilder().setFamily("sora").build();
    tell(submit(spec));
    tell(upload());

    assertThat(news()).containsExactly(NewsCase.SUBMITTED, NewsCase.REJECTED);
    assertThat(last().getRejected().getCode()).isEqualTo("unknown_family");
    assertThat(join.numProcessingTimeTimers()).isZero();
  }

  @Test
  void cancelBeforeTheUploadEndsTheWaiting() throws Exception {
    tell(submit(CLIP));
    tell(command().setCancel(CancelRender.getDefaultInstance()).build());
    tell(upload());
    pass(DAY);

    assertThat(news()).containsExactly(NewsCase.SUBMITTED, NewsCase.CANCELED);
    assertThat(looks()).isEmpty();
  }

  @Test
  void cancelAfterTheUploadIsPassedOn() throws Exception {
    tell(submit(CLIP));
    tell(upload());
    tell(command().setCancel(CancelRender.getDefaultInstance()).build());

    assertThat(news()).containsExactly(NewsCase.SUBMITTED, NewsCase.UPLOADED, NewsCase.CANCELED);
  }

  @Test
  void commandsWithoutATicketStartNothing() throws Exception {
    tell(command().setCancel(CancelRender.getDefaultInstance()).build());
    tell(command().setUploaded(AnnounceUpload.getDefaultInstance()).build());

    assertThat(news()).isEmpty();
  }

  @Test
  void unsoundTicketsStartNothing() throws Exception {
    tell(submit(CLIP).toBuilder().setTenant("No Tenant").build());
    RenderCommand.Builder elsewhere = submit(CLIP).toBuilder();
    elsewhere.getSubmitBuilder().getSourceBuilder().setKey("uploads/rival/" + ID + "/source");
    tell(elsewhere.build());

    assertThat(news()).isEmpty();
  }

  @Test
  void restoredTicketStillWaits() throws Exception {
    tell(submit(CLIP));
    OperatorSubtaskState snapshot = join.snapshot(1, 0);
    join.close();
    join = harness();
    join.initializeState(snapshot);
    join.open();
    pass(LOOK);
    tell(upload());

    assertThat(looks()).hasSize(1);
    assertThat(news()).containsExactly(NewsCase.UPLOADED);
  }

  private void rejects(ObjectRef stored, String code) throws Exception {
    close();
    start();
    RenderCommand.Builder ticket = submit(CLIP).toBuilder();
    ticket.getSubmitBuilder().getSourceBuilder().setSize(1000);
    tell(ticket.build());
    tell(stored);
    assertThat(last().getRejected().getCode()).isEqualTo(code);
  }

  private void tell(RenderCommand command) throws Exception {
    join.processElement1(command, 0);
  }

  private void tell(ObjectRef stored) throws Exception {
    join.processElement2(
        UploadSign.newBuilder().setRenderId(ID).setTenant(TENANT).setStored(stored).build(), 0);
  }

  private void tell(WorkResult looked) throws Exception {
    join.processElement2(LookedUpload.sign(looked), 0);
  }

  private void pass(Duration sinceStart) throws Exception {
    join.setProcessingTime(sinceStart.toMillis());
  }

  private List<NewsCase> news() {
    return join.extractOutputValues().stream().map(TicketNews::getNewsCase).toList();
  }

  private TicketNews last() {
    List<TicketNews> all = join.extractOutputValues();
    return all.get(all.size() - 1);
  }

  private List<WorkItem> looks() {
    var looks = join.getSideOutput(JoinUpload.LOOKS);
    return looks == null
        ? List.of()
        : looks.stream().map(record -> record.getValue().getWork()).toList();
  }

  private static KeyedTwoInputStreamOperatorTestHarness<
          String, RenderCommand, UploadSign, TicketNews>
      harness() throws Exception {
    var operator =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            new KeyedCoProcessOperator<>(
                new JoinUpload(Families.of(FAMILY), new Waiting(LOOK, DAY))),
            RenderCommand::getRenderId,
            UploadSign::getRenderId,
            Types.STRING);
    ((SerializerConfigImpl) operator.getExecutionConfig().getSerializerConfig())
        .setGenericTypes(false);
    operator.setup(
        ProtobufTypeInfo.of(TicketNews.getDefaultInstance())
            .createSerializer(new SerializerConfigImpl()));
    return operator;
  }
}
