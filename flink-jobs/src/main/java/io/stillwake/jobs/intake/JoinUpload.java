package io.stillwake.jobs.intake;

import io.stillwake.jobs.family.Families;
import io.stillwake.jobs.kafka.ProtobufTypeInfo;
import io.stillwake.proto.ObjectRef;
import io.stillwake.proto.RenderCommand;
import io.stillwake.proto.TicketNews;
import io.stillwake.proto.TicketState;
import io.stillwake.proto.UploadSign;
import io.stillwake.proto.WorkRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins a ticket and its upload, keyed by render. In: commands, and signs of uploads. Out: what
 * became of the ticket; aside, looks for an upload whose event did not come.
 */
public final class JoinUpload
    extends KeyedCoProcessFunction<String, RenderCommand, UploadSign, TicketNews> {

  public static final OutputTag<WorkRequest> LOOKS =
      new OutputTag<>("looks", ProtobufTypeInfo.of(WorkRequest.getDefaultInstance()));

  /** A settled ticket is kept so that a late duplicate of its event or command starts nothing. */
  private static final Duration KEEP_TICKET = Duration.ofDays(7);

  /** How long an upload waits for a ticket. */
  private static final Duration KEEP_UPLOAD = Duration.ofHours(24);

  private static final Logger log = LoggerFactory.getLogger(JoinUpload.class);

  private final Families families;
  private final Waiting waiting;

  private transient TicketSteps steps;
  private transient ValueState<TicketState> ticket;
  private transient MapState<String, ObjectRef> early;

  public JoinUpload(Families families, Waiting waiting) {
    this.families = families;
    this.waiting = waiting;
  }

  @Override
  public void open(OpenContext context) {
    steps = new TicketSteps(families, waiting);
    var ticketState =
        new ValueStateDescriptor<>("ticket", ProtobufTypeInfo.of(TicketState.getDefaultInstance()));
    ticketState.enableTimeToLive(StateTtlConfig.newBuilder(KEEP_TICKET).build());
    ticket = getRuntimeContext().getState(ticketState);
    var earlyState =
        new MapStateDescriptor<>(
            "early-uploads", Types.STRING, ProtobufTypeInfo.of(ObjectRef.getDefaultInstance()));
    earlyState.enableTimeToLive(StateTtlConfig.newBuilder(KEEP_UPLOAD).build());
    early = getRuntimeContext().getMapState(earlyState);
  }

  @Override
  public void processElement1(RenderCommand command, Context context, Collector<TicketNews> out)
      throws Exception {
    TicketState state = ticket.value();
    if (state != null) {
      apply(steps.command(state, command, now(context)), context, out);
    } else if (command.hasSubmit() && CheckTicket.isSound(command)) {
      // By the whole key: an object that another tenant put under this render's id is not it.
      ObjectRef stored = early.get(command.getSubmit().getSource().getKey());
      early.clear();
      apply(
          Optional.of(steps.submit(command, Optional.ofNullable(stored), now(context))),
          context,
          out);
    } else {
      log.warn(
          "command without a ticket, or of an unsound one, starts nothing render={} command={}",
          command.getRenderId(),
          command.getCommandCase());
    }
  }

  @Override
  public void processElement2(UploadSign sign, Context context, Collector<TicketNews> out)
      throws Exception {
    TicketState state = ticket.value();
    if (sign.hasLooked()) {
      if (state != null) {
        apply(steps.looked(state, sign.getLooked(), now(context)), context, out);
      }
    } else if (state != null) {
      apply(steps.stored(state, sign.getStored(), now(context)), context, out);
    } else {
      early.put(sign.getStored().getKey(), sign.getStored());
    }
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<TicketNews> out)
      throws Exception {
    TicketState state = ticket.value();
    if (state != null && state.getNextLook() == timestamp) {
      apply(steps.due(state, now(context)), context, out);
    }
  }

  private void apply(Optional<JoinedUpload> joined, Context context, Collector<TicketNews> out)
      throws Exception {
    if (joined.isEmpty()) {
      return;
    }
    TicketState before = ticket.value();
    TicketState after = joined.get().state();
    ticket.update(after);
    setTimer(before == null ? 0 : before.getNextLook(), after.getNextLook(), context);
    joined.get().news().forEach(out::collect);
    joined.get().looks().forEach(look -> context.output(LOOKS, look));
  }

  /** One timer at most is set; 0 stands for none. */
  private static void setTimer(long before, long after, Context context) {
    TimerService timers = context.timerService();
    if (before != after && before > 0) {
      timers.deleteProcessingTimeTimer(before);
    }
    if (before != after && after > 0) {
      timers.registerProcessingTimeTimer(after);
    }
  }

  private static Instant now(Context context) {
    return Instant.ofEpochMilli(context.timerService().currentProcessingTime());
  }
}
