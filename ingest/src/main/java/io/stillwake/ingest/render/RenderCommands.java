package io.stillwake.ingest.render;

import com.google.protobuf.Timestamp;
import io.stillwake.ingest.problem.ErrorCode;
import io.stillwake.ingest.problem.ProblemException;
import io.stillwake.proto.RenderCommand;
import io.stillwake.storage.RenderId;
import io.stillwake.storage.Tenant;
import io.stillwake.storage.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes commands to Kafka, and returns only when they are there to stay. */
public final class RenderCommands {

  private static final Logger log = LoggerFactory.getLogger(RenderCommands.class);

  /** Longer than the producer's own delivery timeout, so that it is the one that decides. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Producer<String, byte[]> producer;
  private final InstantSource clock;

  public RenderCommands(Producer<String, byte[]> producer, InstantSource clock) {
    this.producer = producer;
    this.clock = clock;
  }

  /** A command without its content, made now. */
  public RenderCommand.Builder command(Tenant tenant, RenderId render, String traceparent) {
    Instant now = clock.instant();
    return RenderCommand.newBuilder()
        .setTenant(tenant.value())
        .setRenderId(render.value())
        .setTraceparent(traceparent)
        .setAt(Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()));
  }

  /**
   * Blocks for some seconds at most.
   *
   * @throws ProblemException unavailable: the command may or may not have been written, and writing
   *     it again does no harm
   */
  public void write(RenderCommand command) {
    ProducerRecord<String, byte[]> written =
        new ProducerRecord<>(Topics.RENDER_COMMANDS, command.getRenderId(), command.toByteArray());
    try {
      producer.send(written).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      log.warn(
          "command not written render={} command={} cause={}",
          command.getRenderId(),
          command.getCommandCase(),
          e.toString());
      throw unavailable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable(e);
    }
  }

  private static ProblemException unavailable(Exception cause) {
    return new ProblemException(
        ErrorCode.UNAVAILABLE, "Kafka did not take the command (expected: within seconds)", cause);
  }
}
