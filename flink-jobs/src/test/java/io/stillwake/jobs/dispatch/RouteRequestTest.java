package io.stillwake.jobs.dispatch;

import static io.stillwake.jobs.dispatch.SomeWork.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.stillwake.proto.DropRender;
import io.stillwake.proto.PoolNews;
import io.stillwake.proto.WorkClass;
import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkRequest;
import java.util.List;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RouteRequestTest {

  private OneInputStreamOperatorTestHarness<WorkRequest, PoolNews> route;

  @BeforeEach
  void open() throws Exception {
    route = ProcessFunctionTestHarnesses.forProcessFunction(new RouteRequest());
  }

  @AfterEach
  void close() throws Exception {
    route.close();
  }

  @Test
  void itemGoesToItsPool() throws Exception {
    request(item("r", "w"));

    assertThat(route.extractOutputValues()).containsExactly(SomeWork.requested(item("r", "w")));
  }

  @Test
  void dropGoesToEveryPoolItNames() throws Exception {
    route.processElement(
        WorkRequest.newBuilder()
            .setRenderId("r")
            .setDrop(DropRender.newBuilder().setTenant("acme").addPools("cpu").addPools("gpu"))
            .build(),
        0);

    assertThat(route.extractOutputValues())
        .extracting(PoolNews::getPool, news -> news.getDropped().getRenderId())
        .containsExactly(tuple("cpu", "r"), tuple("gpu", "r"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "No Pool", "a/b", "../x"})
  void itemOfAPoolThatCannotBeEndsItsRenderInsteadOfTheJob(String pool) throws Exception {
    request(item("r", "w").toBuilder().setPool(pool).build());

    assertRefused();
  }

  @Test
  void itemWithoutClassIsRefused() throws Exception {
    request(item("r", "w").toBuilder().setWorkClass(WorkClass.WORK_CLASS_UNSPECIFIED).build());

    assertRefused();
  }

  private void request(WorkItem item) throws Exception {
    route.processElement(
        WorkRequest.newBuilder().setRenderId(item.getRenderId()).setWork(item).build(), 0);
  }

  private void assertRefused() {
    assertThat(route.extractOutputValues()).isEmpty();
    assertThat(List.copyOf(route.getSideOutput(RouteRequest.REFUSED)))
        .extracting(record -> record.getValue().getFailure().getFinal())
        .containsExactly(true);
    assertThat(List.copyOf(route.getSideOutput(RouteRequest.DEAD_LETTERS)))
        .extracting(record -> record.getValue().getRenderId())
        .containsExactly("r");
  }
}
