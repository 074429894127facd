package io.stillwake.jobs.assemble;

import io.stillwake.jobs.SomeRender;
import io.stillwake.jobs.kafka.ProtobufTypeInfo;
import io.stillwake.proto.AssemblyUpdate;
import io.stillwake.proto.DropRender;
import io.stillwake.proto.LatentChunk;
import io.stillwake.proto.RenderEnding;
import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkRequest;
import io.stillwake.proto.WorkResult;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;

/** The operator between GenerateJob's topic and workers that answer when they are told to. */
final class AssembleRenderHarness {

  private KeyedTwoInputStreamOperatorTestHarness<String, LatentChunk, WorkResult, AssemblyUpdate>
      operator;

  static AssembleRenderHarness start() throws Exception {
    AssembleRenderHarness harness = new AssembleRenderHarness();
    harness.operator = operator();
    harness.operator.open();
    harness.operator.setProcessingTime(SomeRender.NOW.toEpochMilli());
    return harness;
  }

  void hear(LatentChunk... contents) throws Exception {
    for (LatentChunk content : contents) {
      operator.processElement1(content, 0);
    }
  }

  void answer(WorkItem item) throws Exception {
    hear(SomeRender.done(item));
  }

  void hear(WorkResult result) throws Exception {
    operator.processElement2(result, 0);
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

  List<AssemblyUpdate> updates() {
    return operator.extractOutputValues();
  }

  List<RenderEnding> endings() {
    return updates().stream()
        .filter(AssemblyUpdate::hasEnding)
        .map(AssemblyUpdate::getEnding)
        .toList();
  }

  List<String> playlists() {
    return updates().stream()
        .map(AssemblyUpdate::getPlaylist)
        .filter(playlist -> !playlist.isEmpty())
        .toList();
  }

  List<WorkItem> work() {
    return requests().filter(WorkRequest::hasWork).map(WorkRequest::getWork).toList();
  }

  List<DropRender> drops() {
    return requests().filter(WorkRequest::hasDrop).map(WorkRequest::getDrop).toList();
  }

  int stateEntries() {
    return operator.numKeyedStateEntries();
  }

  void close() throws Exception {
    operator.close();
  }

  private Stream<WorkRequest> requests() {
    var records = operator.getSideOutput(AssembleRender.WORK);
    return records == null ? Stream.of() : records.stream().map(record -> record.getValue());
  }

  private static KeyedTwoInputStreamOperatorTestHarness<
          String, LatentChunk, WorkResult, AssemblyUpdate>
      operator() throws Exception {
    var operator =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            new KeyedCoProcessOperator<>(new AssembleRender()),
            LatentChunk::getRenderId,
            WorkResult::getRenderId,
            Types.STRING);
    ((SerializerConfigImpl) operator.getExecutionConfig().getSerializerConfig())
        .setGenericTypes(false);
    operator.setup(
        ProtobufTypeInfo.of(AssemblyUpdate.getDefaultInstance())
            .createSerializer(new SerializerConfigImpl()));
    return operator;
  }
}
