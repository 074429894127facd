package io.stillwake.jobs;

import io.stillwake.jobs.dispatch.AdmitWork;
import io.stillwake.jobs.dispatch.IssuedLog;
import io.stillwake.jobs.dispatch.RouteRequest;
import io.stillwake.jobs.dispatch.ToPool;
import io.stillwake.jobs.kafka.ProtobufTypeInfo;
import io.stillwake.jobs.kafka.TopicReader;
import io.stillwake.jobs.kafka.TopicTail;
import io.stillwake.jobs.kafka.TopicWriter;
import io.stillwake.proto.DeadLetter;
import io.stillwake.proto.PoolNews;
import io.stillwake.proto.WorkCancellation;
import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkRequest;
import io.stillwake.proto.WorkResult;
import io.stillwake.proto.WorkerStatus;
import io.stillwake.storage.Topics;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Admits requested work to the workers of its pool.
 *
 * <pre>
 *   work-requests -> RouteRequest -+
 *   work-results  -> toPool -------+-> AdmitWork (by pool) -+-> work.&lt;pool>.&lt;class>
 *   worker-status -> toPool -------+                        +-> work-cancellations
 *                                                           +-> work-results (given up)
 *                                                           +-> dead-letters
 *                                                           +-> render-progress (queue places)
 * </pre>
 */
final class DispatchJob {

  private DispatchJob() {}

  static void build(StreamExecutionEnvironment env, JobsConfig config) {
    TopicReader reader = new TopicReader(env, config.kafka(), "dispatch");
    TopicWriter writer = new TopicWriter(config.kafka(), "dispatch");
    ProtobufTypeInfo<PoolNews> poolNews = ProtobufTypeInfo.of(PoolNews.getDefaultInstance());

    SingleOutputStreamOperator<PoolNews> requested =
        reader
            .readInTurns(
                Topics.WORK_REQUESTS, WorkRequest.getDefaultInstance(), "dispatch-work-requests")
            .process(new RouteRequest(), poolNews)
            .uid("dispatch-route-request")
            .name("route request");

    DataStream<PoolNews> answered =
        reader
            .read(Topics.WORK_RESULTS, WorkResult.getDefaultInstance(), "dispatch-work-results")
            .map(ToPool::answered, poolNews)
            .uid("dispatch-route-result")
            .name("route result");

    DataStream<PoolNews> heard =
        reader
            .read(Topics.WORKER_STATUS, WorkerStatus.getDefaultInstance(), "dispatch-worker-status")
            .map(ToPool::heard, poolNews)
            .uid("dispatch-route-status")
            .name("route status");

    // What is in a pool's topics was issued, and what is not was not, whatever a checkpoint says.
    TopicTail tail = new TopicTail(config.kafka());
    IssuedLog issued = (pool, since) -> tail.since(Topics.work(pool), since, WorkItem.parser());
    SingleOutputStreamOperator<WorkItem> admitted =
        requested
            .union(answered, heard)
            .keyBy(PoolNews::getPool, Types.STRING)
            .process(
                new AdmitWork(config.tenantWeights(), issued),
                ProtobufTypeInfo.of(WorkItem.getDefaultInstance()))
            .uid("dispatch-admit-work")
            .name("admit work");

    admitted
        .sinkTo(
            writer.sink(
                item -> Topics.work(item.getPool(), item.getWorkClass()), WorkItem::getRenderId))
        .uid("dispatch-work")
        .name("work.<pool>.<class>");

    admitted
        .getSideOutput(AdmitWork.CANCELLATIONS)
        .sinkTo(writer.sink(Topics.WORK_CANCELLATIONS, WorkCancellation::getRenderId))
        .uid("dispatch-work-cancellations")
        .name(Topics.WORK_CANCELLATIONS);

    admitted
        .getSideOutput(AdmitWork.PROGRESS)
        .sinkTo(writer.progress())
        .uid("dispatch-progress")
        .name(Topics.RENDER_PROGRESS);

    admitted
        .getSideOutput(AdmitWork.GIVEN_UP)
        .union(requested.getSideOutput(RouteRequest.REFUSED))
        .sinkTo(writer.sink(Topics.WORK_RESULTS, WorkResult::getRenderId))
        .uid("dispatch-given-up")
        .name(Topics.WORK_RESULTS);

    admitted
        .getSideOutput(AdmitWork.DEAD_LETTERS)
        .union(requested.getSideOutput(RouteRequest.DEAD_LETTERS), reader.unreadable())
        .sinkTo(writer.sink(Topics.DEAD_LETTERS, DeadLetter::getRenderId))
        .uid("dispatch-dead-letters")
        .name(Topics.DEAD_LETTERS);
  }
}
