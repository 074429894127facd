package io.stillwake.inference.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.stillwake.inference.worker.WorkExecution.Verdict;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class TakenRecordsTest {

  private final FakeShareConsumer consumer = new FakeShareConsumer(2);
  private final TakenRecords taken = new TakenRecords(consumer);

  /** It would never be acknowledged, and the consumer be lost by that. */
  @Test
  void whatGetsDoneWhileOthersAreSettledIsNotForgotten() {
    consumer.offer(new byte[1]);
    consumer.offer(new byte[1]);
    CompletableFuture<Verdict> late = new CompletableFuture<>();
    CompletableFuture<Verdict> first =
        new CompletableFuture<>() {
          @Override
          public Verdict get() {
            late.complete(Verdict.DONE);
            return Verdict.DONE;
          }
        };
    first.complete(Verdict.DONE);
    for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ZERO)) {
      taken.add(record, record.offset() == 0 ? late : first);
    }

    taken.settleDone();
    taken.settleDone();

    assertThat(consumer.acknowledged())
        .containsExactly(AcknowledgeType.ACCEPT, AcknowledgeType.ACCEPT);
  }
}
