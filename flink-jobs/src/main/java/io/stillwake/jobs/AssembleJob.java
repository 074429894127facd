package io.stillwake.jobs;

import io.stillwake.jobs.assemble.AssembleRender;
import io.stillwake.jobs.assemble.CloseRender;
import io.stillwake.jobs.kafka.ProtobufTypeInfo;
import io.stillwake.jobs.kafka.TopicReader;
import io.stillwake.jobs.kafka.TopicWriter;
import io.stillwake.proto.AssemblyUpdate;
import io.stillwake.proto.DeadLetter;
import io.stillwake.proto.LatentChunk;
import io.stillwake.proto.RenderEvent;
import io.stillwake.proto.WorkResult;
import io.stillwake.storage.ObjectStoreConfig;
import io.stillwake.storage.Topics;
import io.stillwake.storage.minio.MinioObjectStore;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * From a render's plan to its one end, keyed by render:
 *
 * <pre>
 *   latent-chunks --------------> AssembleRender ---> CloseRender ---> render-events (terminal)
 *                                    ^      |             |----------> render-progress
 *   work-results -- decode, assemble +      |             +----------> render.json, playlist
 *                                           +---> work-requests
 * </pre>
 */
final class AssembleJob {

  private static final String JOB = "assemble";

  private AssembleJob() {}

  static void build(StreamExecutionEnvironment env, JobsConfig config) {
    TopicReader topics = new TopicReader(env, config.kafka(), JOB);
    TopicWriter sinks = new TopicWriter(config.kafka(), JOB);
    ObjectStoreConfig store = config.store();

    DataStream<LatentChunk> chunks =
        topics.read(Topics.LATENT_CHUNKS, LatentChunk.getDefaultInstance(), "assemble-chunks");
    DataStream<WorkResult> results =
        topics
            .read(Topics.WORK_RESULTS, WorkResult.getDefaultInstance(), "assemble-results")
            .filter(result -> AssembleRender.KINDS.contains(result.getKind()))
            .uid("assemble-film-results")
            .name("film results");

    SingleOutputStreamOperator<AssemblyUpdate> updates =
        chunks
            .keyBy(LatentChunk::getRenderId)
            .connect(results.keyBy(WorkResult::getRenderId))
            .process(new AssembleRender())
            .returns(ProtobufTypeInfo.of(AssemblyUpdate.getDefaultInstance()))
            .uid("assemble-assemble-render")
            .name("AssembleRender");
    SingleOutputStreamOperator<RenderEvent> events =
        updates
            .keyBy(AssemblyUpdate::getRenderId)
            .process(new CloseRender(() -> MinioObjectStore.connect(store)))
            .returns(ProtobufTypeInfo.of(RenderEvent.getDefaultInstance()))
            .uid("assemble-close-render")
            .name("CloseRender");

    events.sinkTo(sinks.events()).uid("assemble-events-sink").name(Topics.RENDER_EVENTS);
    events
        .getSideOutput(CloseRender.PROGRESS)
        .sinkTo(sinks.progress())
        .uid("assemble-progress-sink")
        .name(Topics.RENDER_PROGRESS);
    updates
        .getSideOutput(AssembleRender.WORK)
        .sinkTo(sinks.requests())
        .uid("assemble-work-sink")
        .name(Topics.WORK_REQUESTS);
    topics
        .unreadable()
        .sinkTo(sinks.sink(Topics.DEAD_LETTERS, DeadLetter::getRenderId))
        .uid("assemble-dead-letters-sink")
        .name(Topics.DEAD_LETTERS);
  }
}
