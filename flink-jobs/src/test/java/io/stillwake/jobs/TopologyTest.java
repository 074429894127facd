package io.stillwake.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.stillwake.storage.ObjectStoreConfig;
import java.io.File;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;

final class TopologyTest {

  @Test
  void allJobsTogetherFallBackToKryoNowhere() {
    // Making the graph makes every serializer between operators, which fails for a generic type.
    StreamGraph graph = graph(EnumSet.allOf(JobName.class));

    assertThat(graph.getStreamNodes()).isNotEmpty();
    assertThat(graph.getExecutionConfig().getSerializerConfig().hasGenericTypesDisabled()).isTrue();
  }

  @Test
  void everyOperatorHasItsOwnUid() {
    List<String> uids =
        graph(EnumSet.allOf(JobName.class)).getStreamNodes().stream()
            .map(StreamNode::getTransformationUID)
            .toList();

    assertThat(uids).doesNotContainNull().doesNotHaveDuplicates();
  }

  @Test
  void uidsAreTheSameTogetherAndApart() {
    Set<OperatorID> apart = new HashSet<>();
    for (JobName job : JobName.values()) {
      apart.addAll(operators(graph(EnumSet.of(job))));
    }

    assertThat(operators(graph(EnumSet.allOf(JobName.class))))
        .containsExactlyInAnyOrderElementsOf(apart);
  }

  private static List<OperatorID> operators(StreamGraph graph) {
    JobGraph jobGraph = graph.getJobGraph();
    List<OperatorID> operators = new ArrayList<>();
    jobGraph
        .getVertices()
        .forEach(
            vertex ->
                vertex
                    .getOperatorIDs()
                    .forEach(pair -> operators.add(pair.getGeneratedOperatorID())));
    return operators;
  }

  private static StreamGraph graph(Set<JobName> jobs) {
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(new Configuration());
    JobsMain.build(
        env,
        jobs,
        JobsConfig.of(
            "127.0.0.1:9092",
            new ObjectStoreConfig(
                URI.create("http://127.0.0.1:9000"),
                URI.create("http://127.0.0.1:9000"),
                "us-east-1",
                "key",
                "secret",
                true),
            new File("../deploy/triton")));
    return env.getStreamGraph();
  }
}
