package io.stillwake.jobs.plan;

import static io.stillwake.jobs.SomeRender.FAMILY;
import static io.stillwake.jobs.SomeRender.ID;
import static io.stillwake.jobs.SomeRender.SEEING;
import static io.stillwake.jobs.SomeRender.TENANT;

import com.google.protobuf.Message;
import com.google.protobuf.util.Timestamps;
import io.stillwake.jobs.SomeRender;
import io.stillwake.jobs.failure.RenderErrors;
import io.stillwake.jobs.family.Families;
import io.stillwake.jobs.kafka.ProtobufTypeInfo;
import io.stillwake.proto.CancelRender;
import io.stillwake.proto.DropRender;
import io.stillwake.proto.LatentChunk;
import io.stillwake.proto.RenderEvent;
import io.stillwake.proto.RenderProgress;
import io.stillwake.proto.RenderSpec;
import io.stillwake.proto.SubmittedTicket;
import io.stillwake.proto.TicketNews;
import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkRequest;
import io.stillwake.proto.WorkResult;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;

/** The operator between a ticket's news and workers that answer when they are told to. */
final class AdvanceRenderHarness {

  private KeyedTwoInputStreamOperatorTestHarness<String, TicketNews, WorkResult, LatentChunk>
      operator;
  private int answered;

  static AdvanceRenderHarness start() throws Exception {
    AdvanceRenderHarness harness = new AdvanceRenderHarness();
    harness.operator = operator();
    harness.operator.open();
    harness.operator.setProcessingTime(SomeRender.NOW.toEpochMilli());
    return harness;
  }

  void submit(RenderSpec spec) throws Exception {
    hear(
        news()
            .setSubmitted(
                SubmittedTicket.newBuilder()
                    .setSpec(spec)
                    .setSubmittedAt(Timestamps.fromMillis(SomeRender.NOW.toEpochMilli()))));
  }

  void upload() throws Exception {
    hear(news().setUploaded(SomeRender.upload()));
  }

  void reject(String code) throws Exception {
    hear(news().setRejected(RenderErrors.of(code, "why")));
  }

  void cancel() throws Exception {
    hear(news().setCanceled(CancelRender.getDefaultInstance()));
  }

  void answer(WorkItem item) throws Exception {
    hear(SomeRender.done(item));
  }

  void hear(WorkResult result) throws Exception {
    operator.processElement2(result, 0);
  }

  /** Answers every item, also those that the answers lead to. */
  void workAll() throws Exception {
    while (answered < work().size()) {
      answer(work().get(answered++));
    }
  }

  /** Lets so much time pass since the render was submitted. */
  void pass(Duration sinceSubmission) throws Exception {
    operator.setProcessingTime(SomeRender.NOW.plus(sinceSubmission).toEpochMilli());
  }

  /** As a new process would, from a checkpoint of now; what was sent before is forgotten. */
  void restore() throws Exception {
    OperatorSubtaskState snapshot = operator.snapshot(1, 1);
    operator.close();
    operator = operator();
    operator.initializeState(snapshot);
    operator.open();
  }

  void passWeek() {
    operator.setStateTtlProcessingTime(
        SomeRender.NOW.plus(Duration.ofDays(7)).plusMillis(1).toEpochMilli());
  }

  int stateEntries() {
    return operator.numKeyedStateEntries();
  }

  List<LatentChunk> chunks() {
    return operator.extractOutputValues();
  }

  List<LatentChunk.ContentCase> contents() {
    return chunks().stream().map(LatentChunk::getContentCase).toList();
  }

  List<WorkItem> work() {
    return side(AdvanceRender.WORK).stream()
        .filter(WorkRequest::hasWork)
        .map(WorkRequest::getWork)
        .toList();
  }

  List<DropRender> drops() {
    return side(AdvanceRender.WORK).stream()
        .filter(WorkRequest::hasDrop)
        .map(WorkRequest::getDrop)
        .toList();
  }

  List<RenderProgress> progress() {
    return side(AdvanceRender.PROGRESS);
  }

  List<RenderEvent> events() {
    return side(AdvanceRender.EVENTS);
  }

  void close() throws Exception {
    operator.close();
  }

  private void hear(TicketNews.Builder news) throws Exception {
    operator.processElement1(news.build(), 0);
  }

  private <T extends Message> List<T> side(OutputTag<T> tag) {
    var records = operator.getSideOutput(tag);
    return records == null ? List.of() : records.stream().map(record -> record.getValue()).toList();
  }

  private static TicketNews.Builder news() {
    return TicketNews.newBuilder().setRenderId(ID).setTenant(TENANT).setTraceparent("00-1-2-01");
  }

  private static KeyedTwoInputStreamOperatorTestHarness<String, TicketNews, WorkResult, LatentChunk>
      operator() throws Exception {
    var operator =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            new KeyedCoProcessOperator<>(
                new AdvanceRender(Families.of(FAMILY, SEEING, SomeRender.WHOLE))),
            TicketNews::getRenderId,
            WorkResult::getRenderId,
            Types.STRING);
    ((SerializerConfigImpl) operator.getExecutionConfig().getSerializerConfig())
        .setGenericTypes(false);
    operator.setup(
        ProtobufTypeInfo.of(LatentChunk.getDefaultInstance())
            .createSerializer(new SerializerConfigImpl()));
    return operator;
  }
}
