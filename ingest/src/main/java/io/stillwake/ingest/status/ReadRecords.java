package io.stillwake.ingest.status;

import com.google.protobuf.InvalidProtocolBufferException;
import io.stillwake.proto.RenderCommand;
import io.stillwake.proto.RenderEvent;
import io.stillwake.proto.RenderProgress;
import io.stillwake.storage.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts one Kafka record into the view. One that cannot be read is logged and left out. */
final class ReadRecords {

  private static final Logger log = LoggerFactory.getLogger(ReadRecords.class);

  private final RenderView view;

  ReadRecords(RenderView view) {
    this.view = view;
  }

  void read(ConsumerRecord<String, byte[]> each) {
    if (each.value() == null) {
      return;
    }
    try {
      switch (each.topic()) {
        case Topics.RENDER_COMMANDS -> read(RenderCommand.parseFrom(each.value()));
        case Topics.RENDER_PROGRESS ->
            view.progressed(RenderProgress.parseFrom(each.value()), each.offset());
        case Topics.RENDER_EVENTS ->
            view.happened(RenderEvent.parseFrom(each.value()), each.offset());
        default -> throw new IllegalArgumentException("topic: " + each.topic());
      }
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      log.error(
          "record not readable topic={} partition={} offset={} render={}",
          each.topic(),
          each.partition(),
          each.offset(),
          each.key(),
          e);
    }
  }

  /** Only the ticket tells something of a render: what it is, before any job has seen it. */
  private void read(RenderCommand command) {
    if (command.hasSubmit()) {
      view.submitted(command);
    }
  }
}
