package io.stillwake.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.stillwake.storage.ObjectStoreConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class TopologyTest {

  private static final String FAMILY =
      """
      {"name": "test", "version": "1", "pool": "cpu", "chunking": "WHOLE", "temporalStride": 1,
       "spatialStride": 8, "segmentFrames": 12}
      """;

  @TempDir private Path families;

  @BeforeEach
  void writeFamily() throws IOException {
    Files.writeString(
        Files.createDirectory(families.resolve("test")).resolve("family.json"), FAMILY);
  }

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

  @ParameterizedTest
  @EnumSource
  void operatorsOfAJobAreTheSameAloneAndBesideTheOthers(JobName job) {
    assertThat(operators(graph(EnumSet.allOf(JobName.class))))
        .containsAll(operators(graph(EnumSet.of(job))));
  }

  @Test
  void stateAndTimeAreSettledInOnePlace() {
    StreamGraph graph = graph(EnumSet.of(JobName.DISPATCH));

    assertThat(graph.getExecutionConfig().getMaxParallelism()).isEqualTo(720);
    assertThat(graph.getExecutionConfig().isObjectReuseEnabled()).isTrue();
    assertThat(graph.getCheckpointConfig().getCheckpointInterval()).isEqualTo(1000);
    assertThat(graph.getCheckpointConfig().getExternalizedCheckpointRetention())
        .isEqualTo(ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    assertThat(graph.getStreamNodes()).allMatch(node -> node.getBufferTimeout() == 0);
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

  private StreamGraph graph(Set<JobName> jobs) {
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
            families.toFile()));
    return env.getStreamGraph();
  }
}
