package io.stillwake.jobs;

import io.stillwake.jobs.family.Families;
import io.stillwake.jobs.intake.JoinUpload;
import io.stillwake.jobs.intake.LookedUpload;
import io.stillwake.jobs.intake.ParseUpload;
import io.stillwake.jobs.intake.Waiting;
import io.stillwake.jobs.kafka.ProtobufTypeInfo;
import io.stillwake.jobs.kafka.TopicReader;
import io.stillwake.jobs.kafka.TopicWriter;
import io.stillwake.jobs.plan.AdvanceRender;
import io.stillwake.proto.DeadLetter;
import io.stillwake.proto.LatentChunk;
import io.stillwake.proto.RenderCommand;
import io.stillwake.proto.TicketNews;
import io.stillwake.proto.UploadSign;
import io.stillwake.proto.WorkKind;
import io.stillwake.proto.WorkResult;
import io.stillwake.storage.Topics;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * From a ticket and its upload to the last chunk of latents, keyed by render:
 *
 * <pre>
 *   uploads -> ParseUpload ----+
 *                              v
 *   render-commands ---> JoinUpload ---> AdvanceRender ---> latent-chunks
 *                              ^  |            ^   |------> render-events (accepted)
 *   work-results --- find -----+  |            |   |------> render-progress
 *        |                        +-- look ----|---+------> work-requests
 *        +-- prepare, stylize, anchors, frames +
 * </pre>
 */
final class GenerateJob {

  private static final String JOB = "generate";

  private GenerateJob() {}

  static void build(StreamExecutionEnvironment env, JobsConfig config) {
    Families families = Families.load(config.families().toPath());
    TopicReader topics = new TopicReader(env, config.kafka(), JOB);
    TopicWriter sinks = new TopicWriter(config.kafka(), JOB);

    DataStream<RenderCommand> commands =
        topics.read(
            Topics.RENDER_COMMANDS, RenderCommand.getDefaultInstance(), "generate-commands");
    DataStream<WorkResult> results =
        topics.read(Topics.WORK_RESULTS, WorkResult.getDefaultInstance(), "generate-results");
    SingleOutputStreamOperator<UploadSign> events =
        topics
            .readText(Topics.UPLOADS, "generate-uploads")
            .process(new ParseUpload())
            .returns(ProtobufTypeInfo.of(UploadSign.getDefaultInstance()))
            .uid("generate-parse-upload")
            .name("ParseUpload");
    DataStream<UploadSign> looked =
        results
            .filter(result -> result.getKind() == WorkKind.WORK_KIND_FIND)
            .uid("generate-find-results")
            .name("find results")
            .map(LookedUpload::sign)
            .returns(ProtobufTypeInfo.of(UploadSign.getDefaultInstance()))
            .uid("generate-looked-upload")
            .name("LookedUpload");

    SingleOutputStreamOperator<TicketNews> tickets =
        commands
            .keyBy(RenderCommand::getRenderId)
            .connect(events.union(looked).keyBy(UploadSign::getRenderId))
            .process(
                new JoinUpload(
                    families, new Waiting(config.uploadTimeout(), config.ticketTimeout())))
            .returns(ProtobufTypeInfo.of(TicketNews.getDefaultInstance()))
            .uid("generate-join-upload")
            .name("JoinUpload");
    SingleOutputStreamOperator<LatentChunk> chunks =
        tickets
            .keyBy(TicketNews::getRenderId)
            .connect(
                results
                    .filter(result -> AdvanceRender.KINDS.contains(result.getKind()))
                    .uid("generate-step-results")
                    .name("step results")
                    .keyBy(WorkResult::getRenderId))
            .process(new AdvanceRender(families))
            .returns(ProtobufTypeInfo.of(LatentChunk.getDefaultInstance()))
            .uid("generate-advance-render")
            .name("AdvanceRender");

    chunks
        .sinkTo(sinks.sink(Topics.LATENT_CHUNKS, LatentChunk::getRenderId))
        .uid("generate-chunks-sink")
        .name(Topics.LATENT_CHUNKS);
    tickets
        .getSideOutput(JoinUpload.LOOKS)
        .union(chunks.getSideOutput(AdvanceRender.WORK))
        .sinkTo(sinks.requests())
        .uid("generate-work-sink")
        .name(Topics.WORK_REQUESTS);
    chunks
        .getSideOutput(AdvanceRender.PROGRESS)
        .sinkTo(sinks.progress())
        .uid("generate-progress-sink")
        .name(Topics.RENDER_PROGRESS);
    chunks
        .getSideOutput(AdvanceRender.EVENTS)
        .sinkTo(sinks.events())
        .uid("generate-events-sink")
        .name(Topics.RENDER_EVENTS);
    topics
        .unreadable()
        .union(events.getSideOutput(ParseUpload.MALFORMED))
        .sinkTo(sinks.sink(Topics.DEAD_LETTERS, DeadLetter::getRenderId))
        .uid("generate-dead-letters-sink")
        .name(Topics.DEAD_LETTERS);
  }
}
